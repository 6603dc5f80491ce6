import { withoutVersions } from '@bodytext/groq/access';
import type { Answer } from '@bodytext/groq/answer';
import type { QueryParams } from '@bodytext/groq/parse/parse';
import { hasReleases, type Perspective, raw, releasesSince } from '@bodytext/groq/perspective';
import type { QueryScope } from '@bodytext/groq/query-scope';
import { runQuery } from '@bodytext/groq/run';
import type { AssetLimits } from './assets/asset-limits.ts';
import { type Assets, openAssets } from './assets/assets.ts';
import { inBackground } from './background.ts';
import { createShares, type Shares } from './fairness/shares.ts';
import { type Audience, createAudience } from './listen/audience.ts';
import { createFeed } from './listen/feed.ts';
import { createHub, type Hub } from './listen/hub.ts';
import { createLiveAudience, type LiveAudience } from './listen/live.ts';
import { applyMutation, type MutationResult } from './mutate/apply-mutation.ts';
import type { CommitRequest, CommitResult } from './mutate/commit.ts';
import { createGroupCommit } from './mutate/group-commit.ts';
import { refuseHiddenDocument } from './mutate/hidden-document-check.ts';
import type { Mutation } from './mutate/mutation.ts';
import { createSelectIds } from './mutate/select-ids.ts';
import { contentSizeOf, documentCostOf } from './mutate/transaction-cost.ts';
import { type Actor, anonymous } from './people/actor.ts';
import { createRoleBook } from './people/roles.ts';
import type { TokenHolder } from './people/tokens.ts';
import type { LakePlugin } from './plugin.ts';
import type { Project } from './project.ts';
import { type Asked, createAsker } from './query/asker.ts';
import { waitForLocks } from './store/database.ts';
import { storeLimits } from './store/limits.ts';
import { openStore, type Store } from './store/store.ts';
import type { WebhookOptions } from './webhooks/hook.ts';
import { createWebhooks, type Enqueued, type Webhooks } from './webhooks/webhooks.ts';

export type DatasetOptions = {
  projectId: string;
  name: string;
  /** Where its database and assets are. */
  folder: string;
  plugin: LakePlugin;
  webhooks: WebhookOptions[];
  /** Lets anonymous readers see published documents whose id has no dot. */
  isPublic: boolean;
  assetLimits?: Partial<AssetLimits> | undefined;
  /** What callers have had of the lake's time, in all of its datasets together. */
  shares?: Shares;
};

const patienceMs = storeLimits.busyServing.value;

/** A commit, and the moment when those who had to be told of it were, or patience ran out. */
export type Told<Result> = CommitResult<Result> & { told: Promise<void> };

type MutateOptions = Pick<CommitRequest<MutationResult[]>, 'transactionId' | 'dryRun' | 'bypassGate'>;

/** One dataset in this process: its documents and assets, and everything that is done with them. */
export type Dataset = {
  project: Project;
  store: Store;
  hub: Hub;
  /** All who listen. */
  audience: Audience;
  /** All who are told which queries to ask again. */
  live: LiveAudience;
  plugin: LakePlugin;
  assets: Assets;
  webhooks: Webhooks;
  /**
   * What somebody may do here: the holder of a token, or anybody without one.
   *
   * @param apiVersion of the request: to those of before releases, there are no versions of documents
   */
  actor(holder: TokenHolder | undefined, apiVersion?: string): Actor;
  query(actor: Actor, query: string, params?: QueryParams, perspective?: Perspective): unknown;
  /** The same as JSON, in time and without keeping others waiting, with what the result depends on and, if wished for, where its values come from. */
  answer(actor: Actor, asked: Asked, caller?: string): Answer | Promise<Answer>;
  /** Resolves when the transaction is on disk. */
  mutate(author: Actor, mutations: Mutation[], options?: MutateOptions): Promise<Told<MutationResult[]>>;
  commit<Result>(request: CommitRequest<Result>): Promise<Told<Result>>;
  /** Starts what goes on by itself: webhooks and jobs. Not for a command that only looks something up. */
  begin(): void;
  close(): Promise<void>;
};

export function openDataset(options: DatasetOptions): Dataset {
  const { projectId, name, folder, plugin, webhooks, isPublic, shares = createShares() } = options;
  const project = { projectId, dataset: name };
  const store = openStore(folder);
  const { documents } = store;
  const roleBook = createRoleBook(plugin, { documents, project });
  const asker = createAsker({ documents, project, folder, shares });
  const hub = createHub();
  const feed = createFeed({ hub, store });
  const hooks = createWebhooks(store, project, webhooks);
  let jobs: NodeJS.Timeout[] = [];
  const assets = openAssets({ folder, store, hub, limits: options.assetLimits });

  const writer = createGroupCommit({ store, plugin, shares }, (transaction) => hub.publish(transaction));

  async function commitAndTell<Result>(request: CommitRequest<Result>): Promise<Told<Result>> {
    let news: Enqueued = { any: false, awaitedDocumentIds: [] };
    const result = await writer.commit(request, (transaction) => {
      news = hooks.enqueue(transaction);
    });
    if (request.dryRun || !news.any) return { ...result, told: Promise.resolve() };
    hooks.wake();
    return {
      ...result,
      told: news.awaitedDocumentIds.length > 0 ? hooks.waitUntilDelivered(news.awaitedDocumentIds) : Promise.resolve(),
    };
  }

  function actorFor(holder: TokenHolder | undefined): Actor {
    if (holder === undefined) return anonymous(isPublic);
    if (holder.kind === 'person') return { ...holder.user, kind: 'person', ...roleBook(holder.user.role) };
    const { id, role, label } = holder;
    return { id, name: label, email: '', role, kind: 'robot', ...roleBook(role) };
  }

  function query(actor: Actor, text: string, params: QueryParams = {}, perspective: Perspective = raw): unknown {
    return runQuery({ query: text, params }, scopeOf(actor, perspective));
  }

  function scopeOf({ access, id }: Actor, perspective: Perspective): QueryScope {
    return { documents, perspective, access, identity: id, project };
  }

  return {
    project,
    store,
    hub,
    audience: createAudience({ feed, store, shares }),
    live: createLiveAudience({ feed, store }),
    plugin,
    assets,
    webhooks: hooks,
    query,
    answer: asker.ask,
    commit: commitAndTell,

    actor(holder, apiVersion = releasesSince) {
      const actor = actorFor(holder);
      return hasReleases(apiVersion) ? actor : { ...actor, access: withoutVersions(actor.access) };
    },

    mutate(author, mutations, mutateOptions = {}) {
      const select = createSelectIds(scopeOf(author, raw));
      return commitAndTell({
        author,
        kind: 'mutationError',
        minimumCost: mutations.reduce((sum, mutation) => sum + documentCostOf(contentSizeOf(mutation)), 0),
        operations: mutations.map((mutation) => (set) => {
          refuseHiddenDocument(mutation, author, set);
          return applyMutation(mutation, set, select);
        }),
        ...mutateOptions,
      });
    },

    begin() {
      waitForLocks(store.database, patienceMs);
      hooks.start();
      assets.begin();
      jobs = (plugin.jobs ?? []).map(({ name, run, everyMs }) =>
        setInterval(inBackground(`The job “${name}”`, run), everyMs).unref(),
      );
    },

    async close() {
      for (const job of jobs) clearInterval(job);
      assets.close();
      writer.close();
      await hooks.close();
      await asker.close();
      store.close();
    },
  };
}
