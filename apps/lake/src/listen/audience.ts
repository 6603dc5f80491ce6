import { randomUUID } from 'node:crypto';
import type { ReadAccess } from '@bodytext/groq/access';
import type { Shares } from '../fairness/shares.ts';
import type { LogView } from '../history/transaction-log.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Store } from '../store/store.ts';
import { type Channel, createChannel, type Member } from './channel.ts';
import { type Feed, mostReplayed } from './feed.ts';
import { createFilterTime } from './filter-time.ts';
import { type Frame, frameOf } from './frame.ts';
import { createJsonOnce } from './json-once.ts';
import { listenLimits } from './limits.ts';
import { eventsFor, type ListenEvent, type ListenOptions, positionOf } from './listener.ts';
import { committedAfter } from './replay.ts';

const mostReplayedBytes = listenLimits.replayedBytes.value;

/** What a listener is sent first; if that is not all it missed, it has to come again. */
type Greeting = { frames: Frame[]; isWhole: boolean };

type Stream = { write(frame: Frame): void; end(): void };

export type Listening = {
  /** What makes the options of two listeners the same; the rights are compared apart. */
  key: string;
  options: ListenOptions;
  /** Of a listener that was here before: the id of the last event it got. */
  lastEventId: string | undefined;
};

/** All who listen to a dataset. */
export type Audience = ReturnType<typeof createAudience>;

type Parts = { feed: Feed; store: Pick<Store, 'documents' | 'log'>; shares: Shares };

export function createAudience({ feed, store, shares }: Parts) {
  const channels = new Map<ReadAccess, Map<string, Channel>>();
  const filterTime = createFilterTime(shares);
  let leaveFeed: (() => void) | undefined;

  /** The quickest first: those that take long have what is left of the time. */
  function follow(transaction: Committed): void {
    const json = createJsonOnce();
    filterTime.refill();
    for (const channel of all().sort((one, other) => one.cost - other.cost)) {
      channel.cost = filterTime.measure(() => channel.deliver(transaction, json));
    }
  }

  /** Those cut off come back, and are told to read everything again. */
  function startOver(): void {
    for (const member of all().flatMap(({ members }) => [...members])) member.end();
  }

  function all(): Channel[] {
    return [...channels.values()].flatMap((sameRights) => [...sameRights.values()]);
  }

  function channelFor({ key, options }: Listening): Channel {
    const sameRights = channels.get(options.access) ?? new Map<string, Channel>();
    const channel = sameRights.get(key) ?? createChannel(options);
    channels.set(options.access, sameRights.set(key, channel));
    return channel;
  }

  function leave(member: Member, channel: Channel, { key, options }: Listening): void {
    channel.members.delete(member);
    if (channel.members.size > 0) return;
    const sameRights = channels.get(options.access);
    sameRights?.delete(key);
    if (sameRights?.size === 0) channels.delete(options.access);
    if (channels.size > 0) return;
    leaveFeed?.();
    leaveFeed = undefined;
  }

  /** A listener that was here before goes on after the last event it got; if that can't be, it is told to start over. */
  function greeting({ options, lastEventId }: Listening): Greeting {
    const data = { listenerName: randomUUID() };
    const now = positionOf(store.log.lastId(viewOf(options)) ?? '');
    if (lastEventId === undefined) return { frames: [frameOf({ type: 'welcome', id: now, data })], isWhole: true };
    const missed = missedEvents(lastEventId, options);
    if (!missed) return { frames: [frameOf({ type: 'reset', id: now, data })], isWhole: true };
    const { frames, isWhole } = cut(missed);
    return { frames: [frameOf({ type: 'welcomeback', id: lastEventId, data }), ...frames], isWhole };
  }

  /** The transaction of the last event is among those looked at: its later documents may have been missed. */
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
    /** The time that the filters of listeners have. */
    filterTime,

    /** Adds a listener; returns what to call when it is gone. */
    join(stream: Stream, listening: Listening): () => void {
      leaveFeed ??= feed.subscribe({ follow, startOver });
      const member: Member = { ...stream, upTo: store.log.lastSeq() };
      const { frames, isWhole } = greeting(listening);
      for (const frame of frames) stream.write(frame);
      // It comes back at once, and goes on after what it has been given.
      if (!isWhole) stream.end();
      const channel = channelFor(listening);
      channel.members.add(member);
      return () => leave(member, channel, listening);
    },
  };
}

/** Anonymous listeners learn nothing of drafts, nor that anything happened to them. */
function viewOf({ access }: ListenOptions): LogView {
  return access.kind === 'public' ? 'public' : 'everything';
}

type LastEvent = { transactionId: string; documentId: string };

/** One transaction after the other: not all of them may be told at once, and their contents are read when they are. */
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

/** As much as can wait for a slow reader without it being cut off, and one frame at least; whether it is all. */
function cut(events: Iterable<ListenEvent>): Greeting {
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
