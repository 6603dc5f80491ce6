import { withoutVersions } from '@bodytext/groq/access';
import type { Answer } from '@bodytext/groq/answer';
import type { QueryParams } from '@bodytext/groq/parse/parse';
import { hasReleases, type Perspective, raw, releasesSince } from '@bodytext/groq/perspective';
import type { QueryScope } from '@bodytext/groq/query-scope';
import { runQuery } from '@bodytext/groq/run';
import { type Assets, openAssets } from './assets/assets.ts';
import type { AssetLimits } from './assets/limits.ts';
import { backgroundTask } from './background-task.ts';
import { type CpuLimiter, createCpuLimiter } from './fairness/cpu-limiter.ts';
import { createHub, type Hub } from './listen/hub.ts';
import { createListeners, type Listeners } from './listen/listeners.ts';
import { createLiveSubscribers, type LiveSubscribers } from './listen/live.ts';
import { createTransactionFeed } from './listen/transaction-feed.ts';
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
import { createQueryRunner, type QueryRequest } from './query/query-runner.ts';
import { setBusyTimeout } from './store/database.ts';
import { storeLimits } from './store/limits.ts';
import { openStore, type Store } from './store/store.ts';
import type { WebhookOptions } from './webhooks/hook.ts';
import { createWebhooks, type Enqueued, type Webhooks } from './webhooks/webhooks.ts';

export type DatasetOptions = {
  projectId: string;
  name: string;
  /** The folder of its database and assets. */
  folder: string;
  plugin: LakePlugin;
  webhooks: WebhookOptions[];
  /** Lets anonymous readers see published documents whose id has no dot. */
  isPublic: boolean;
  assetLimits?: Partial<AssetLimits> | undefined;
  /** Shared by all datasets of a lake. */
  cpuLimiter?: CpuLimiter;
};

const busyTimeoutMs = storeLimits.busyServing.value;

/** A commit; `notified` resolves when its webhooks were delivered, or after a timeout. */
export type Notified<Result> = CommitResult<Result> & { notified: Promise<void> };

type MutateOptions = Pick<CommitRequest<MutationResult[]>, 'transactionId' | 'dryRun' | 'bypassGate'>;

/** One dataset in this process. */
export type Dataset = {
  project: Project;
  store: Store;
  hub: Hub;
  listeners: Listeners;
  /** Clients of live events. */
  live: LiveSubscribers;
  plugin: LakePlugin;
  assets: Assets;
  webhooks: Webhooks;
  /**
   * The holder of a token, or the anonymous caller, with its rights in this dataset.
   *
   * @param apiVersion of the request: versions before releases do not see versions of documents
   */
  actor(holder: TokenHolder | undefined, apiVersion?: string): Actor;
  query(actor: Actor, query: string, params?: QueryParams, perspective?: Perspective): unknown;
  /** Runs a query with limits, for a client: the result as JSON, its sync tags and, on request, its source map. */
  answer(actor: Actor, request: QueryRequest, caller?: string): Answer | Promise<Answer>;
  /** Resolves when the transaction is on disk. */
  mutate(author: Actor, mutations: Mutation[], options?: MutateOptions): Promise<Notified<MutationResult[]>>;
  commit<Result>(request: CommitRequest<Result>): Promise<Notified<Result>>;
  /** Starts background work: webhooks and jobs. Commands that only read do not need it. */
  begin(): void;
  close(): Promise<void>;
};

export function openDataset(options: DatasetOptions): Dataset {
  const { projectId, name, folder, plugin, webhooks, isPublic, cpuLimiter = createCpuLimiter() } = options;
  const project = { projectId, dataset: name };
  const store = openStore(folder);
  const { documents } = store;
  const roleBook = createRoleBook(plugin, { documents, project });
  const queryRunner = createQueryRunner({ documents, project, folder, cpuLimiter });
  const hub = createHub();
  const feed = createTransactionFeed({ hub, store });
  const hooks = createWebhooks(store, project, webhooks);
  let jobs: NodeJS.Timeout[] = [];
  const assets = openAssets({ folder, store, hub, limits: options.assetLimits });

  const writer = createGroupCommit({ store, plugin, cpuLimiter }, (transaction) => hub.publish(transaction));

  async function commitAndNotify<Result>(request: CommitRequest<Result>): Promise<Notified<Result>> {
    let news: Enqueued = { any: false, awaitedDocumentIds: [] };
    const result = await writer.commit(request, (transaction) => {
      news = hooks.enqueue(transaction);
    });
    if (request.dryRun || !news.any) return { ...result, notified: Promise.resolve() };
    hooks.wake();
    return {
      ...result,
      notified:
        news.awaitedDocumentIds.length > 0 ? hooks.waitUntilDelivered(news.awaitedDocumentIds) : Promise.resolve(),
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
    listeners: createListeners({ feed, store, cpuLimiter }),
    live: createLiveSubscribers({ feed, store }),
    plugin,
    assets,
    webhooks: hooks,
    query,
    answer: queryRunner.run,
    commit: commitAndNotify,

    actor(holder, apiVersion = releasesSince) {
      const actor = actorFor(holder);
      return hasReleases(apiVersion) ? actor : { ...actor, access: withoutVersions(actor.access) };
    },

    mutate(author, mutations, mutateOptions = {}) {
      const select = createSelectIds(scopeOf(author, raw));
      return commitAndNotify({
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
      setBusyTimeout(store.database, busyTimeoutMs);
      hooks.start();
      assets.begin();
      jobs = (plugin.jobs ?? []).map(({ name, run, everyMs }) =>
        setInterval(backgroundTask(`The job “${name}”`, run), everyMs).unref(),
      );
    },

    async close() {
      for (const job of jobs) clearInterval(job);
      assets.close();
      writer.close();
      await hooks.close();
      await queryRunner.close();
      store.close();
    },
  };
}
