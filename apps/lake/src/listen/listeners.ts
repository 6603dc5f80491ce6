import { randomUUID } from 'node:crypto';
import type { ReadAccess } from '@bodytext/groq/access';
import type { CpuLimiter } from '../fairness/cpu-limiter.ts';
import type { LogView } from '../history/transaction-log.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Store } from '../store/store.ts';
import { type Channel, createChannel, type Member } from './channel.ts';
import { createFilterBudget } from './filter-budget.ts';
import { type Frame, frameOf } from './frame.ts';
import { listenLimits } from './limits.ts';
import { eventsFor, type ListenEvent, type ListenOptions, positionOf } from './listen-events.ts';
import { committedAfter } from './replay.ts';
import { createStringifyCache } from './stringify-cache.ts';
import { mostReplayed, type TransactionFeed } from './transaction-feed.ts';

const mostReplayedBytes = listenLimits.replayedBytes.value;

/** What a listener is sent first. If that is not all it missed, its stream ends, and it reconnects for the rest. */
type Greeting = { frames: Frame[]; isWhole: boolean };

type Stream = { write(frame: Frame): void; end(): void };

export type Subscription = {
  /** Equal for listeners with the same options; rights are compared separately. */
  key: string;
  options: ListenOptions;
  /** `Last-Event-ID` of a listener that reconnects. */
  lastEventId: string | undefined;
};

/** The listeners of a dataset, and what each transaction means for them. */
export type Listeners = ReturnType<typeof createListeners>;

type Parts = { feed: TransactionFeed; store: Pick<Store, 'documents' | 'log'>; cpuLimiter: CpuLimiter };

export function createListeners({ feed, store, cpuLimiter }: Parts) {
  const channels = new Map<ReadAccess, Map<string, Channel>>();
  const filterBudget = createFilterBudget(cpuLimiter);
  let leaveFeed: (() => void) | undefined;

  /** The channels with the cheapest filters first: slow ones get what is left of the time budget. */
  function onTransaction(transaction: Committed): void {
    const stringify = createStringifyCache();
    filterBudget.refill();
    for (const channel of all().sort((one, other) => one.cost - other.cost)) {
      channel.cost = filterBudget.measure(() => channel.deliver(transaction, stringify));
    }
  }

  /** Listeners reconnect, and get `reset`, which tells them to read everything again. */
  function onGap(): void {
    for (const member of all().flatMap(({ members }) => [...members])) member.end();
  }

  function all(): Channel[] {
    return [...channels.values()].flatMap((sameRights) => [...sameRights.values()]);
  }

  function channelFor({ key, options }: Subscription): Channel {
    const sameRights = channels.get(options.access) ?? new Map<string, Channel>();
    const channel = sameRights.get(key) ?? createChannel(options);
    channels.set(options.access, sameRights.set(key, channel));
    return channel;
  }

  function leave(member: Member, channel: Channel, { key, options }: Subscription): void {
    channel.members.delete(member);
    if (channel.members.size > 0) return;
    const sameRights = channels.get(options.access);
    sameRights?.delete(key);
    if (sameRights?.size === 0) channels.delete(options.access);
    if (channels.size > 0) return;
    leaveFeed?.();
    leaveFeed = undefined;
  }

  /** A listener that reconnects resumes after its last event; where that is impossible, it gets `reset`. */
  function greeting({ options, lastEventId }: Subscription): Greeting {
    const data = { listenerName: randomUUID() };
    const now = positionOf(store.log.lastId(viewOf(options)) ?? '');
    if (lastEventId === undefined) return { frames: [frameOf({ type: 'welcome', id: now, data })], isWhole: true };
    const missed = missedEvents(lastEventId, options);
    if (!missed) return { frames: [frameOf({ type: 'reset', id: now, data })], isWhole: true };
    const { frames, isWhole } = upToLimit(missed);
    return { frames: [frameOf({ type: 'welcomeback', id: lastEventId, data }), ...frames], isWhole };
  }

  /** Includes the transaction of the last event: events of its later documents may have been missed. */
  function missedEvents(lastEventId: string, options: ListenOptions): Iterable<ListenEvent> | undefined {
    const cut = lastEventId.lastIndexOf('#');
    const [transactionId, documentId] = [lastEventId.slice(0, cut), lastEventId.slice(cut + 1)];
    const view = viewOf(options);
    const seq = transactionId === '' ? 0 : store.log.seqOf(transactionId, view);
    if (cut === -1 || seq === undefined) return undefined;
    const missed = committedAfter(Math.max(0, seq - 1), store, mostReplayed, view);
    return missed && eventsAfter({ transactionId, documentId }, missed, options);
  }

  return {
    filterBudget,

    /** Adds a listener; returns how to remove it. */
    join(stream: Stream, subscription: Subscription): () => void {
      leaveFeed ??= feed.subscribe({ onTransaction, onGap });
      const member: Member = { ...stream, upTo: store.log.lastSeq() };
      const { frames, isWhole } = greeting(subscription);
      for (const frame of frames) stream.write(frame);
      // It reconnects at once, and resumes after these frames.
      if (!isWhole) stream.end();
      const channel = channelFor(subscription);
      channel.members.add(member);
      return () => leave(member, channel, subscription);
    },
  };
}

/** Anonymous listeners must not learn of drafts, not even that one changed. */
function viewOf({ access }: ListenOptions): LogView {
  return access.kind === 'public' ? 'public' : 'everything';
}

type LastEvent = { transactionId: string; documentId: string };

/** A generator: the caller may stop early, and the documents of later transactions are then never read. */
function* eventsAfter(
  { transactionId, documentId }: LastEvent,
  missed: Committed[],
  options: ListenOptions,
): Generator<ListenEvent> {
  for (const transaction of missed) {
    if (transaction.id !== transactionId) yield* eventsFor(transaction, options);
    else if (documentId !== '') {
      const order = transaction.effects.map((effect) => effect.documentId);
      const isAfter = (id: unknown) => order.indexOf(String(id)) > order.indexOf(documentId);
      yield* eventsFor(transaction, options).filter(({ data }) => isAfter(data.documentId));
    }
  }
}

/** As many frames as a slow reader's buffer takes, at least one; and whether these are all. */
function upToLimit(events: Iterable<ListenEvent>): Greeting {
  const frames: Frame[] = [];
  let size = 0;
  for (const event of events) {
    const frame = frameOf(event);
    size += frame.byteLength;
    if (frames.length > 0 && size > mostReplayedBytes) return { frames, isWhole: false };
    frames.push(frame);
  }
  return { frames, isWhole: true };
}
