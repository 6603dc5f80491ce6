import { join } from 'node:path';
import { createContentClient } from '@bodytext/content/content-client';
import { limits } from '../limits.ts';
import { processWide } from '../process-wide.ts';
import { publishedContent } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import { feedbackToken } from '../server/secrets.ts';
import { deliver, findArticleIdIn } from './deliver.ts';
import { createFeedbackQueue, type FeedbackQueue } from './feedback-queue.ts';
import { createFeedbackRateLimit } from './rate-limit.ts';
import type { Submission } from './submission.ts';

const checkIntervalMs = 10_000;
const quarterHourMs = 15 * 60_000;

type Parts = {
  queue: Pick<FeedbackQueue, 'enqueue'>;
  /** Sends the whole queue, or throws. */
  deliver: () => Promise<void>;
  /**
   * Whether the queue is flushed every quarter of an hour instead of at once. The lake stores the time of each change: on a
   * public site it must not tell more than in which quarter of an hour a reader was on a page.
   */
  isDelayed: boolean;
  now?: () => number;
};

export type FeedbackService = ReturnType<typeof createFeedbackService>;

declare module '../process-wide.ts' {
  interface Instances {
    feedbackService: FeedbackService;
  }
}

/** Accepts readers' feedback into a durable queue, and flushes that to the lake. */
export function createFeedbackService({ queue, deliver, isDelayed, now = Date.now }: Parts) {
  let flushing: Promise<void> | undefined;
  /** The last logged error: the same one is logged once, since an outage may last for hours. */
  let lastError = '';
  let nextFlushAt = nextQuarterHour();

  return {
    rateLimit: createFeedbackRateLimit(now),

    /** Queued on disk when this returns. */
    submit(submission: Submission): void {
      queue.enqueue(submission, new Date(now()));
      if (!isDelayed) void flush();
    },

    /** Starts the periodic flush. */
    start(): void {
      setInterval(() => void flushIfDue(), checkIntervalMs).unref();
    },

    flushIfDue,
  };

  async function flushIfDue(): Promise<void> {
    if (!isDelayed || now() >= nextFlushAt) await flush();
  }

  /** Sends the queue. A failure is logged, and retried at the next check. */
  function flush(): Promise<void> {
    flushing ??= deliver()
      .then(() => {
        nextFlushAt = nextQuarterHour();
        lastError = '';
      })
      .catch((cause: unknown) => logOnce(cause instanceof Error ? cause.message : String(cause)))
      .finally(() => {
        flushing = undefined;
      });
    return flushing;
  }

  function logOnce(error: string): void {
    if (error !== lastError) console.error(`What readers sent waits on. ${error}`);
    lastError = error;
  }

  function nextQuarterHour(): number {
    return (Math.floor(now() / quarterHourMs) + 1) * quarterHourMs;
  }
}

/** The feedback service of this process. */
export function feedbackService(): FeedbackService {
  return processWide('feedbackService', openFeedbackService);
}

function openFeedbackService(): FeedbackService {
  const { dataDir, isPublic, projectId, dataset, lakeUrl } = environment();
  const queue = createFeedbackQueue(join(dataDir, 'site', 'feedback.sqlite'));
  return createFeedbackService({
    queue,
    isDelayed: isPublic,
    async deliver() {
      if (queue.peek() === undefined) return;
      const client = createContentClient({ projectId, dataset, lakeUrl, token: feedbackToken() });
      const lake = client.withConfig({ timeout: limits.deliveryTimeout.value, maxRetries: 0 });
      await deliver(queue, lake, findArticleIdIn(publishedContent()));
    },
  });
}
