import { tooManyRequests } from '../errors.ts';
import { spentMs } from '../fairness/cpu-time.ts';
import { fairnessLimits as fairness } from '../fairness/limits.ts';
import type { Shares } from '../fairness/shares.ts';
import { inSavepoint, inTransaction } from '../store/database.ts';
import { storageProblem } from '../store/storage-failure.ts';
import { type CommitRequest, type CommitResult, type Committed, runCommit, type WriterParts } from './commit.ts';
import { limits } from './limits.ts';
import { createPacemaker } from './workload.ts';

/**
 * On a busy machine a group waits for its turn as well; to end it for that would only make more commits of it, each of
 * which waits for a busy disk. This is the longest it may take by the clock.
 */
const longestGroupOnClockMs = 100;
/**
 * Whoever was answered just now is likely to write again: a group waits so long for as many as the last one held. Without
 * that, of sixteen writers the first to come back had every third group for himself, at the price of all the others'.
 */
const longestWaitMs = 1;
/** Another program may hold the lock, such as an import: readers are served between the tries. */
const retryEveryMs = 20;
const patienceMs = 30_000;
/** Where one request failed half-way, others are likely to: so many groups can undo each request by itself. */
const carefulGroups = 20;

/** What has been written by a group, and whether a part of it can be undone without the others. */
type Group = { written: Set<string>; isApart: boolean };
type Within = (transaction: Committed) => void;
type Answer = () => void;
type Waiting = {
  since: number;
  author: string;
  price: number;
  /** How long its author has to rest, after having had others wait. */
  rest(): number;
  /** Runs it as a part of the running transaction; the answer is for when that is on disk. */
  run(group: Group): Answer;
  refuse(error: unknown): void;
};

/**
 * Commits what is asked for at about the same time as one group: one SQLite transaction, one wait for the disk.
 * A request that fails takes no other with it: if it has written already, the group begins anew with a savepoint for
 * each request. Not before, since with a savepoint SQLite copies every page that changes, and writes the index of words
 * as often. Nobody is answered, and nobody who listens is told, before the group is on disk. A group runs in one turn
 * of the event loop: no reader comes between, who would see on the same connection what is not committed.
 */
export type Writer = {
  /** `within` runs in the request's savepoint, for what must be stored with it or not at all. */
  commit<Result>(request: CommitRequest<Result>, within?: Within): Promise<CommitResult<Result>>;
  /** Commits what still waits. */
  close(): void;
};

class DryRunOver extends Error {}
/** A request failed after it had written; what it wrote is still in the running transaction. */
class HalfWritten extends Error {}

function startGroupTime(): (longestMs: number) => boolean {
  const [began, spentBefore] = [performance.now(), spentMs()];
  return (longestMs) => {
    const passed = performance.now() - began;
    if (passed < longestMs) return false;
    return passed >= longestGroupOnClockMs || spentMs() - spentBefore >= longestMs;
  };
}

type Parts = WriterParts & { shares: Shares };

const mayGo = ({ rest }: Waiting): boolean => rest() <= 0;

export function createWriter({ shares, ...parts }: Parts, tell: (transaction: Committed) => void): Writer {
  const { database, documents } = parts.store;
  const queue: Waiting[] = [];
  const pacemaker = createPacemaker();
  let soon: NodeJS.Immediate | undefined;
  let later: NodeJS.Timeout | undefined;
  let rested: NodeJS.Timeout | undefined;
  let pause = { authors: new Set<string>(), until: 0 };
  let careful = 0;
  let inLastGroup = 1;

  function commit<Result>(request: CommitRequest<Result>, within?: Within): Promise<CommitResult<Result>> {
    const { author, price = 0, pace } = request;
    return new Promise((resolve, reject) => {
      if (waitingOf(author.id) + price > limits.waiting.value) throw tooManyWaiting();
      const run = (group: Group): Answer => {
        const result = shares.spend(author.id, () => runPart(request, within, group));
        return () => {
          resolve(result);
          if (!request.dryRun) tellOrLog(result.transaction);
        };
      };
      const rest = (): number => (pace === 'atOnce' ? 0 : restOf(author.id));
      queue.push({ since: performance.now(), author: author.id, price, rest, run, refuse: reject });
      flushSoon();
    });
  }

  /** It is on disk: a listener that fails must not keep the answer from the others of the group. */
  function tellOrLog(transaction: Committed): void {
    try {
      tell(transaction);
    } catch (error) {
      console.error(error);
    }
  }

  /** Not before all who have sent something by now are heard; a lone writer waits for nobody. */
  function flushSoon(since = performance.now()): void {
    if (queue.length === 0 || later !== undefined || soon !== undefined) return;
    soon = setImmediate(() => {
      soon = undefined;
      const mayGrow = queue.length < inLastGroup && performance.now() - since < longestWaitMs;
      if (mayGrow) flushSoon(since);
      else flush();
    });
  }

  function flush(): void {
    later = undefined;
    if (queue.length === 0) return;
    if (!queue.some(mayGo)) {
      flushWhenRested();
      return;
    }
    const group: Waiting[] = [];
    const began = performance.now();
    for (const answer of commitGroup(group)) answer();
    inLastGroup = group.length;
    const now = performance.now();
    const authors = new Set(group.map(({ author }) => author).filter((author) => !shares.isAlone(author)));
    pause = { authors, until: now + Math.min((now - began) * fairness.pause.value, limits.pause.value) };
    flushSoon();
  }

  /** All who wait have to rest, unless somebody else comes. */
  function flushWhenRested(): void {
    clearTimeout(rested);
    rested = setTimeout(flushSoon, Math.min(...queue.map(({ rest }) => rest())) + 1);
  }

  /** How long before somebody may go: whoever has written just now lets others read first, who wait for the disk as well. */
  function restOf(author: string): number {
    const left = pause.authors.has(author) ? pause.until - performance.now() : 0;
    return Math.max(left, shares.restOf(author));
  }

  function waitingOf(author: string): number {
    return queue.reduce((sum, waiting) => (waiting.author === author ? sum + waiting.price : sum), 0);
  }

  /** Runs one request; if it fails, all that it wrote is gone, or the group is begun anew. */
  function runPart<Result>(
    request: CommitRequest<Result>,
    within: Within | undefined,
    group: Group,
  ): CommitResult<Result> {
    const written = new Set<string>();
    const isApart = group.isApart || request.dryRun === true;
    let result: CommitResult<Result> | undefined;
    const run = (): CommitResult<Result> => {
      result = pacemaker.run(request, (load) => runCommit(parts, request, { written, load }));
      within?.(result.transaction);
      if (request.dryRun) throw new DryRunOver();
      return result;
    };
    try {
      return isApart ? inSavepoint(database, run) : run();
    } catch (error) {
      // What is cached of them was never committed.
      documents.evictCached(written);
      if (error instanceof DryRunOver && result) return result;
      if (!isApart && (written.size > 0 || result) && !storageProblem(error))
        throw new HalfWritten('', { cause: error });
      throw error;
    } finally {
      for (const id of written) group.written.add(id);
    }
  }

  /** Commits what it takes from the queue; what could not be is answered as well. */
  function commitGroup(taken: Waiting[]): Answer[] {
    const group: Group = { written: new Set(), isApart: careful > 0 };
    try {
      return inTransaction(database, () => runGroup(taken, group), { waitForLock: false });
    } catch (error) {
      documents.evictCached(group.written);
      if (taken.length === 0) return noLock(error);
      if (taken.length === 1) return taken.map((waiting) => refusal(waiting, error));
      if (error instanceof HalfWritten) return beginAnew(taken);
      // One of them may be what does not fit on the disk: the others get their chance without it.
      return taken.map((waiting) => commitAlone(waiting));
    }
  }

  function beginAnew(taken: Waiting[]): Answer[] {
    careful = carefulGroups;
    queue.unshift(...taken.splice(0));
    return commitGroup(taken);
  }

  function runGroup(taken: Waiting[], group: Group): Answer[] {
    documents.refresh();
    careful = Math.max(0, careful - 1);
    const isOver = startGroupTime();
    const answers: Answer[] = [];
    for (let waiting = takeNext(); waiting; ) {
      taken.push(waiting);
      answers.push(runOrRefuse(waiting, group));
      const longestMs = shares.isAlone(waiting.author) ? limits.group.value : limits.groupInCompany.value;
      waiting = isOver(longestMs) ? undefined : takeNext();
    }
    return answers;
  }

  /** Whoever has used the least time lately goes first; of one author, the first that came. */
  function takeNext(): Waiting | undefined {
    const [first, ...others] = queue.filter(mayGo);
    if (!first) return undefined;
    const used = ({ author }: Waiting): number => shares.usedBy(author);
    const next = others.reduce((least, one) => (used(one) < used(least) ? one : least), first);
    return queue.splice(queue.indexOf(next), 1)[0];
  }

  function runOrRefuse(waiting: Waiting, group: Group): Answer {
    try {
      return waiting.run(group);
    } catch (error) {
      // What it wrote, or a failing disk, ends the transaction for all who are in it.
      if (error instanceof HalfWritten || storageProblem(error) || !database.isTransaction) throw error;
      return refusal(waiting, error);
    }
  }

  function commitAlone(waiting: Waiting): Answer {
    const group: Group = { written: new Set(), isApart: false };
    try {
      return inTransaction(database, () => runOrRefuse(waiting, group));
    } catch (error) {
      documents.evictCached(group.written);
      return refusal(waiting, error);
    }
  }

  function refusal({ refuse }: Waiting, error: unknown): Answer {
    const reason = error instanceof HalfWritten ? error.cause : error;
    return () => refuse(reason);
  }

  function noLock(error: unknown): Answer[] {
    const tooLate = performance.now() - patienceMs;
    const isBusy = storageProblem(error) === 'busy';
    const refused = queue.filter(({ since }) => !isBusy || since < tooLate);
    queue.splice(0, queue.length, ...queue.filter((waiting) => !refused.includes(waiting)));
    if (queue.length > 0) later = setTimeout(flush, retryEveryMs);
    return refused.map(
      ({ refuse }) =>
        () =>
          refuse(error),
    );
  }

  return {
    commit,
    close() {
      clearImmediate(soon);
      clearTimeout(later);
      clearTimeout(rested);
      for (const waiting of queue.splice(0)) commitAlone(waiting)();
    },
  };
}

function tooManyWaiting(): Error {
  return tooManyRequests('Too much of what you have written waits to be stored: send this again when some of it is.');
}
