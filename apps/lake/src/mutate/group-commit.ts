import { tooManyRequests } from '../errors.ts';
import type { CpuLimiter } from '../fairness/cpu-limiter.ts';
import { cpuMs } from '../fairness/cpu-time.ts';
import { fairnessLimits as fairness } from '../fairness/limits.ts';
import { inSavepoint, inTransaction } from '../store/database.ts';
import { storageProblem } from '../store/storage-failure.ts';
import { type CommitParts, type CommitRequest, type CommitResult, type Committed, runCommit } from './commit.ts';
import { createLargeTransactionLimiter } from './large-transaction-limiter.ts';
import { limits } from './limits.ts';

/** The ids that a group has written, and whether each of its requests runs in a savepoint. */
type Group = { written: Set<string>; usesSavepoints: boolean };
type Within = (transaction: Committed) => void;
type Answer = () => void;
type QueuedRequest = {
  queuedAt: number;
  author: string;
  minimumCost: number;
  /** How long its author is delayed, for the time that others had to wait for them. */
  delayMs(): number;
  /** Runs the request in the open transaction. Call the returned answer once that is committed. */
  run(group: Group): Answer;
  reject(error: unknown): void;
};

/**
 * Group commit: requests of about the same time share one SQLite transaction, and so one wait for the disk. A failed
 * request does not fail the others: if it has written already, the group is rolled back and run again with a savepoint
 * for each request. Savepoints are not used from the start, since each makes SQLite copy every page that changes and
 * flush the full-text index. Requests are answered, and listeners notified, once the group is on disk. A group runs in
 * one turn of the event loop: a reader in between would see uncommitted changes, on the same connection.
 */
export type GroupCommit = {
  /** `within` runs in the same transaction, for what must be stored with the request or not at all. */
  commit<Result>(request: CommitRequest<Result>, within?: Within): Promise<CommitResult<Result>>;
  /** Commits what is still queued. */
  close(): void;
};

class DryRunDone extends Error {}
/** A request failed after it had written: its writes are still in the open transaction. */
class PartiallyWritten extends Error {}

function startGroupTimer(): (maxMs: number) => boolean {
  const [startedAt, spentBefore] = [performance.now(), cpuMs()];
  return (maxMs) => {
    const passed = performance.now() - startedAt;
    if (passed < maxMs) return false;
    return passed >= limits.groupOnClock.value || cpuMs() - spentBefore >= maxMs;
  };
}

type Parts = CommitParts & { cpuLimiter: CpuLimiter };

const isReady = ({ delayMs }: QueuedRequest): boolean => delayMs() <= 0;

export function createGroupCommit(
  { cpuLimiter, ...parts }: Parts,
  notify: (transaction: Committed) => void,
): GroupCommit {
  const { database, documents } = parts.store;
  const queue: QueuedRequest[] = [];
  const limiter = createLargeTransactionLimiter();
  let immediate: NodeJS.Immediate | undefined;
  let lockRetryTimer: NodeJS.Timeout | undefined;
  let delayTimer: NodeJS.Timeout | undefined;
  let pause = { authors: new Set<string>(), until: 0 };
  let groupsWithSavepoints = 0;
  let lastGroupSize = 1;

  function commit<Result>(request: CommitRequest<Result>, within?: Within): Promise<CommitResult<Result>> {
    const { author, minimumCost = 0, writeClass } = request;
    return new Promise((resolve, reject) => {
      if (queuedCostOf(author.id) + minimumCost > limits.queued.value) throw queueFull();
      const run = (group: Group): Answer => {
        const result = cpuLimiter.run(author.id, () => runRequest(request, within, group));
        return () => {
          resolve(result);
          if (!request.dryRun) notifyListeners(result.transaction);
        };
      };
      const delayMs = (): number => (writeClass === 'unlimited' ? 0 : delayOf(author.id));
      queue.push({ queuedAt: performance.now(), author: author.id, minimumCost, delayMs, run, reject });
      scheduleFlush();
    });
  }

  /** The group is committed: a listener that throws must not keep the other requests from being answered. */
  function notifyListeners(transaction: Committed): void {
    try {
      notify(transaction);
    } catch (error) {
      console.error(error);
    }
  }

  /** Flushes after the requests that have arrived are read, and waits 1 ms for as many as the last group had. */
  function scheduleFlush(since = performance.now()): void {
    if (queue.length === 0 || lockRetryTimer !== undefined || immediate !== undefined) return;
    immediate = setImmediate(() => {
      immediate = undefined;
      const mayGrow = queue.length < lastGroupSize && performance.now() - since < limits.batchWait.value;
      if (mayGrow) scheduleFlush(since);
      else flush();
    });
  }

  function flush(): void {
    lockRetryTimer = undefined;
    if (queue.length === 0) return;
    if (!queue.some(isReady)) {
      flushAfterDelay();
      return;
    }
    const group: QueuedRequest[] = [];
    const startedAt = performance.now();
    for (const answer of commitGroup(group)) answer();
    lastGroupSize = group.length;
    const now = performance.now();
    const authors = new Set(group.map(({ author }) => author).filter((author) => !cpuLimiter.isAlone(author)));
    pause = { authors, until: now + Math.min((now - startedAt) * fairness.pause.value, limits.pauseAfterGroup.value) };
    scheduleFlush();
  }

  /** Every queued author is delayed: flushes when the first delay ends, or when another author writes. */
  function flushAfterDelay(): void {
    clearTimeout(delayTimer);
    delayTimer = setTimeout(scheduleFlush, Math.min(...queue.map(({ delayMs }) => delayMs())) + 1);
  }

  /** The authors of the last group pause, so that readers who waited for its commit come first. */
  function delayOf(author: string): number {
    const left = pause.authors.has(author) ? pause.until - performance.now() : 0;
    return Math.max(left, cpuLimiter.waitMs(author));
  }

  function queuedCostOf(author: string): number {
    return queue.reduce((sum, request) => (request.author === author ? sum + request.minimumCost : sum), 0);
  }

  /** Runs one request. If it fails after it has written, its savepoint is rolled back, or the whole group. */
  function runRequest<Result>(
    request: CommitRequest<Result>,
    within: Within | undefined,
    group: Group,
  ): CommitResult<Result> {
    const written = new Set<string>();
    const usesSavepoint = group.usesSavepoints || request.dryRun === true;
    let result: CommitResult<Result> | undefined;
    const run = (): CommitResult<Result> => {
      result = limiter.run(request, (meter) => runCommit(parts, request, { written, meter }));
      within?.(result.transaction);
      if (request.dryRun) throw new DryRunDone();
      return result;
    };
    try {
      return usesSavepoint ? inSavepoint(database, run) : run();
    } catch (error) {
      // The cached versions were never committed.
      documents.evictCached(written);
      if (error instanceof DryRunDone && result) return result;
      if (!usesSavepoint && (written.size > 0 || result) && !storageProblem(error))
        throw new PartiallyWritten('', { cause: error });
      throw error;
    } finally {
      for (const id of written) group.written.add(id);
    }
  }

  /** Commits a batch from the queue, and returns the answers: also those of failed requests. */
  function commitGroup(batch: QueuedRequest[]): Answer[] {
    const group: Group = { written: new Set(), usesSavepoints: groupsWithSavepoints > 0 };
    try {
      return inTransaction(database, () => runGroup(batch, group), { waitForLock: false });
    } catch (error) {
      documents.evictCached(group.written);
      if (batch.length === 0) return lockNotAcquired(error);
      if (batch.length === 1) return batch.map((request) => rejection(request, error));
      if (error instanceof PartiallyWritten) return rerunWithSavepoints(batch);
      // One request may be too large for the disk: commit each separately, so that the others succeed.
      return batch.map((request) => commitSeparately(request));
    }
  }

  function rerunWithSavepoints(batch: QueuedRequest[]): Answer[] {
    groupsWithSavepoints = limits.savepointGroups.value;
    queue.unshift(...batch.splice(0));
    return commitGroup(batch);
  }

  function runGroup(batch: QueuedRequest[], group: Group): Answer[] {
    documents.refresh();
    groupsWithSavepoints = Math.max(0, groupsWithSavepoints - 1);
    const isTimeUp = startGroupTimer();
    const answers: Answer[] = [];
    for (let request = takeNext(); request; ) {
      batch.push(request);
      answers.push(runOrReject(request, group));
      const maxMs = cpuLimiter.isAlone(request.author) ? limits.group.value : limits.groupWithOthers.value;
      request = isTimeUp(maxMs) ? undefined : takeNext();
    }
    return answers;
  }

  /**
   * Fair queueing: the author who used the least time lately comes first; each author's requests are first in, first
   * out.
   */
  function takeNext(): QueuedRequest | undefined {
    const [first, ...others] = queue.filter(isReady);
    if (!first) return undefined;
    const used = ({ author }: QueuedRequest): number => cpuLimiter.recentMs(author);
    const next = others.reduce((least, one) => (used(one) < used(least) ? one : least), first);
    return queue.splice(queue.indexOf(next), 1)[0];
  }

  function runOrReject(request: QueuedRequest, group: Group): Answer {
    try {
      return request.run(group);
    } catch (error) {
      // Its writes, or a failing disk, end the transaction for every request of the group.
      if (error instanceof PartiallyWritten || storageProblem(error) || !database.isTransaction) throw error;
      return rejection(request, error);
    }
  }

  function commitSeparately(request: QueuedRequest): Answer {
    const group: Group = { written: new Set(), usesSavepoints: false };
    try {
      return inTransaction(database, () => runOrReject(request, group));
    } catch (error) {
      documents.evictCached(group.written);
      return rejection(request, error);
    }
  }

  function rejection({ reject }: QueuedRequest, error: unknown): Answer {
    const reason = error instanceof PartiallyWritten ? error.cause : error;
    return () => reject(reason);
  }

  function lockNotAcquired(error: unknown): Answer[] {
    const timedOut = performance.now() - limits.lockTimeout.value;
    const isBusy = storageProblem(error) === 'busy';
    const rejected = queue.filter(({ queuedAt }) => !isBusy || queuedAt < timedOut);
    queue.splice(0, queue.length, ...queue.filter((request) => !rejected.includes(request)));
    if (queue.length > 0) lockRetryTimer = setTimeout(flush, limits.lockRetry.value);
    return rejected.map(
      ({ reject }) =>
        () =>
          reject(error),
    );
  }

  return {
    commit,
    close() {
      clearImmediate(immediate);
      clearTimeout(lockRetryTimer);
      clearTimeout(delayTimer);
      for (const request of queue.splice(0)) commitSeparately(request)();
    },
  };
}

function queueFull(): Error {
  return tooManyRequests('Too much of what you have written waits to be stored: send this again when some of it is.');
}
