import { join } from 'node:path';
import { createContentClient } from '@bodytext/content/content-client';
import { limits } from '../limits.ts';
import { publishedContent } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import { feedbackToken } from '../server/secrets.ts';
import { deliver, findPageIn } from './deliver.ts';
import { FeedbackLimits } from './limits.ts';
import { Outbox } from './outbox.ts';
import type { Submission } from './submission.ts';

declare global {
  var bodytextFeedbackDesk: FeedbackDesk | undefined;
}

const looksEveryMs = 10_000;
const patienceMs = limits.deliveryPatience.value;
const quarter = 15 * 60_000;

type Parts = {
  outbox: Outbox;
  /** Sends all that waits, or throws. */
  deliver: () => Promise<void>;
  /**
   * Whether it is sent once a quarter of an hour. The lake notes the moment of each change: on a public site that is to
   * say no more than within which quarter somebody read a page. Who looks at a site of their own wants to see it come.
   */
  isPatient: boolean;
  now?: () => number;
};

/** Takes what readers send, keeps it, and hands it on to the editors. */
export class FeedbackDesk {
  readonly limits: FeedbackLimits;
  readonly #parts: Parts;
  readonly #now: () => number;
  #delivering: Promise<void> | undefined;
  /** Said once: it may be so for hours. */
  #problem = '';
  #nextAt: number;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    this.limits = new FeedbackLimits(this.#now);
    this.#nextAt = this.#nextQuarter();
  }

  /** On disk when this returns. */
  take(submission: Submission): void {
    this.#parts.outbox.put(submission, new Date(this.#now()));
    if (!this.#parts.isPatient) void this.handOn();
  }

  /** Looks from now on whether there is something to send. */
  begin(): void {
    setInterval(() => void this.handOnWhenDue(), looksEveryMs).unref();
  }

  /** Sends what waits, unless it is not time yet. */
  async handOnWhenDue(): Promise<void> {
    if (!this.#parts.isPatient || this.#now() >= this.#nextAt) await this.handOn();
  }

  /** Sends what waits. What can't be sent now is tried again later. */
  handOn(): Promise<void> {
    this.#delivering ??= this.#parts
      .deliver()
      .then(() => {
        this.#nextAt = this.#nextQuarter();
        this.#problem = '';
      })
      .catch((cause: unknown) => this.#say(cause instanceof Error ? cause.message : String(cause)))
      .finally(() => {
        this.#delivering = undefined;
      });
    return this.#delivering;
  }

  #say(problem: string): void {
    if (problem !== this.#problem) console.error(`What readers sent waits on. ${problem}`);
    this.#problem = problem;
  }

  #nextQuarter(): number {
    return (Math.floor(this.#now() / quarter) + 1) * quarter;
  }
}

/** The desk of this program. Global, for the same reason as `expiredTags`. */
export function feedbackDesk(): FeedbackDesk {
  globalThis.bodytextFeedbackDesk ??= openDesk();
  return globalThis.bodytextFeedbackDesk;
}

function openDesk(): FeedbackDesk {
  const { dataDir, isPublic, projectId, dataset, lakeUrl } = environment();
  const outbox = new Outbox(join(dataDir, 'site', 'feedback.sqlite'));
  return new FeedbackDesk({
    outbox,
    isPatient: isPublic,
    async deliver() {
      if (outbox.next() === undefined) return;
      const client = createContentClient({ projectId, dataset, lakeUrl, token: feedbackToken() });
      const lake = client.withConfig({ timeout: patienceMs, maxRetries: 0 });
      await deliver(outbox, lake, findPageIn(publishedContent()));
    },
  });
}
