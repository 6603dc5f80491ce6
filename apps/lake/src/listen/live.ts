import { everything, mayRead, type ReadAccess } from '@bodytext/groq/access';
import { type LakeDocument, publishedIdOf } from '@bodytext/groq/document';
import { tagsTouched } from '@bodytext/groq/sync-tags';
import type { LogView } from '../history/transaction-log.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Store } from '../store/store.ts';
import { type Frame, frameOf } from './frame.ts';
import { listenLimits } from './limits.ts';
import { committedAfter } from './replay.ts';
import { mostReplayed, type TransactionFeed } from './transaction-feed.ts';

const mostTags = listenLimits.liveTags.value;

type Stream = { write(frame: Frame): void };

export type LiveOptions = {
  includeDrafts: boolean;
  access: ReadAccess;
  /** `Last-Event-ID` of a client that reconnects. */
  lastEventId: string | undefined;
};

type Visibility = Pick<LiveOptions, 'includeDrafts' | 'access'>;

/** Clients of live events: for each transaction they get the sync tags of the queries to run again. */
export type LiveSubscribers = ReturnType<typeof createLiveSubscribers>;

/** @see https://www.sanity.io/docs/http-reference/live */
export function createLiveSubscribers({
  feed,
  store,
}: {
  feed: TransactionFeed;
  store: Pick<Store, 'documents' | 'log'>;
}) {
  const { documents, log } = store;
  /** Clients that may read a part only: tags are hashes of ids and slugs, which could be guessed, so each gets its own. */
  const limited = new Map<Stream, Visibility>();
  const members = { drafts: new Set<Stream>(), published: new Set<Stream>() };
  let leaveFeed: (() => void) | undefined;

  function onTransaction(transaction: Committed): void {
    send(members.published, () => messageFor(transaction, { includeDrafts: false, access: everything }));
    send(members.drafts, () => messageFor(transaction, { includeDrafts: true, access: everything }));
    for (const [stream, options] of limited) send(new Set([stream]), () => messageFor(transaction, options));
  }

  function onGap(): void {
    send(members.published, () => restart('public'));
    send(members.drafts, () => restart('everything'));
    for (const [stream, options] of limited) send(new Set([stream]), () => restart(viewOf(options)));
  }

  function send(streams: Set<Stream>, frame: () => Frame | undefined): void {
    if (streams.size === 0) return;
    const made = frame();
    for (const stream of made ? [...streams] : []) if (made) stream.write(made);
  }

  function messageFor({ id, changes }: Committed, { includeDrafts, access }: Visibility): Frame | undefined {
    const seen = (document: LakeDocument | undefined) => (document && mayRead(access, document) ? document : undefined);
    const seenChanges = changes.map(({ before, after }) => ({ before: seen(before), after: seen(after) }));
    const variantsSeen = (of: string) => variantsOf(of).filter((variant) => seen(variant));
    const tags = tagsTouched(seenChanges, { publishedOnly: !includeDrafts, variantsOf: variantsSeen });
    if (tags.length === 0) return undefined;
    return tags.length > mostTags
      ? frameOf({ type: 'restart', id, data: {} })
      : frameOf({ type: 'message', id, data: { tags } });
  }

  function variantsOf(id: string) {
    return documents.variantIds(publishedIdOf(id)).flatMap((variant) => documents.get(variant) ?? []);
  }

  function restart(view: LogView): Frame {
    return frameOf({ type: 'restart', id: log.lastId(view) ?? '', data: {} });
  }

  function greeting({ lastEventId, ...visibility }: LiveOptions): Frame[] {
    const view = viewOf(visibility);
    const now = log.lastId(view) ?? '';
    if (lastEventId === undefined) return [frameOf({ type: 'welcome', id: now, data: {} })];
    const seq = lastEventId === '' ? 0 : log.seqOf(lastEventId, view);
    const missed = seq === undefined ? undefined : committedAfter(seq, store, mostReplayed, view);
    if (!missed) return [restart(view)];
    const messages = missed.flatMap((transaction) => messageFor(transaction, visibility) ?? []);
    return [frameOf({ type: 'welcome', id: lastEventId, data: {} }), ...messages];
  }

  return {
    /** Adds a client; returns how to remove it. */
    join(stream: Stream, options: LiveOptions): () => void {
      leaveFeed ??= feed.subscribe({ onTransaction, onGap });
      for (const frame of greeting(options)) stream.write(frame);
      const streams = options.includeDrafts ? members.drafts : members.published;
      if (isLimited(options.access)) limited.set(stream, options);
      else streams.add(stream);
      return () => {
        streams.delete(stream);
        limited.delete(stream);
        if (members.drafts.size + members.published.size + limited.size > 0) return;
        leaveFeed?.();
        leaveFeed = undefined;
      };
    },
  };
}

/** Without `includeDrafts`, a client must not learn of anything but public documents. */
function viewOf({ includeDrafts }: Visibility): LogView {
  return includeDrafts ? 'everything' : 'public';
}

/** Whether the client may read only a part of the documents. */
function isLimited({ kind }: ReadAccess): boolean {
  return kind === 'filtered' || kind === 'unversioned';
}
