import { everything, mayRead, type ReadAccess } from '@bodytext/groq/access';
import { type LakeDocument, publishedIdOf } from '@bodytext/groq/document';
import { tagsTouched } from '@bodytext/groq/sync-tags';
import type { LogView } from '../history/transaction-log.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Store } from '../store/store.ts';
import { type Feed, mostReplayed } from './feed.ts';
import { type Frame, frameOf } from './frame.ts';
import { listenLimits } from './limits.ts';
import { committedAfter } from './replay.ts';

const mostTags = listenLimits.liveTags.value;

type Stream = { write(frame: Frame): void };

export type LiveOptions = {
  includeDrafts: boolean;
  access: ReadAccess;
  /** Where a reader that was here before stopped. */
  lastEventId: string | undefined;
};

type Seeing = Pick<LiveOptions, 'includeDrafts' | 'access'>;

/** Who is told which queries to ask again. */
export type LiveAudience = ReturnType<typeof createLiveAudience>;

/** @see https://www.sanity.io/docs/http-reference/live */
export function createLiveAudience({ feed, store }: { feed: Feed; store: Pick<Store, 'documents' | 'log'> }) {
  const { documents, log } = store;
  /** Those who may read a part are told of that part: a tag tells much to whoever guesses what it stands for. */
  const limited = new Map<Stream, Seeing>();
  const members = { drafts: new Set<Stream>(), published: new Set<Stream>() };
  let leaveFeed: (() => void) | undefined;

  function follow(transaction: Committed): void {
    send(members.published, () => messageFor(transaction, { includeDrafts: false, access: everything }));
    send(members.drafts, () => messageFor(transaction, { includeDrafts: true, access: everything }));
    for (const [stream, options] of limited) send(new Set([stream]), () => messageFor(transaction, options));
  }

  function startOver(): void {
    send(members.published, () => restart('public'));
    send(members.drafts, () => restart('everything'));
    for (const [stream, options] of limited) send(new Set([stream]), () => restart(viewOf(options)));
  }

  function send(streams: Set<Stream>, frame: () => Frame | undefined): void {
    if (streams.size === 0) return;
    const written = frame();
    for (const stream of written ? [...streams] : []) if (written) stream.write(written);
  }

  function messageFor({ id, changes }: Committed, { includeDrafts, access }: Seeing): Frame | undefined {
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

  function greeting({ lastEventId, ...seeing }: LiveOptions): Frame[] {
    const view = viewOf(seeing);
    const now = log.lastId(view) ?? '';
    if (lastEventId === undefined) return [frameOf({ type: 'welcome', id: now, data: {} })];
    const seq = lastEventId === '' ? 0 : log.seqOf(lastEventId, view);
    const missed = seq === undefined ? undefined : committedAfter(seq, store, mostReplayed, view);
    if (!missed) return [restart(view)];
    const messages = missed.flatMap((transaction) => messageFor(transaction, seeing) ?? []);
    return [frameOf({ type: 'welcome', id: lastEventId, data: {} }), ...messages];
  }

  return {
    /** Adds a reader; returns what to call when it is gone. */
    join(stream: Stream, options: LiveOptions): () => void {
      leaveFeed ??= feed.subscribe({ follow, startOver });
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

/** Without drafts, nothing is told but of what is public. */
function viewOf({ includeDrafts }: Seeing): LogView {
  return includeDrafts ? 'everything' : 'public';
}

/** Whether somebody may read less than all of what is published, or of what there is. */
function isLimited({ kind }: ReadAccess): boolean {
  return kind === 'filtered' || kind === 'unversioned';
}
