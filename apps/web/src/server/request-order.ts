import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';

const longestWait = limits.order.value;

type Underway = { position: number; done: Promise<void> };

/**
 * Next renders a page once for all who ask at the same time. Who asks after a change must not be given a page that
 * was begun before it: such a request waits until those before it are answered.
 */
export class RequestOrder {
  readonly #dataDir: string;
  readonly #underway = new Map<string, Set<Underway>>();

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** Resolves when the request may be handled. */
  async inTurn(request: Pick<IncomingMessage, 'url'>, response: Pick<EventEmitter, 'once'>): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    const { position } = expiredTags(this.#dataDir);
    const same = this.#underway.get(path) ?? new Set();
    const older = [...same].filter((underway) => underway.position < position);
    const own = { position, done: new Promise<void>((resolve) => response.once('close', () => resolve())) };
    this.#underway.set(path, same.add(own));
    own.done.then(() => {
      same.delete(own);
      if (same.size === 0 && this.#underway.get(path) === same) this.#underway.delete(path);
    });
    if (older.length === 0) return;
    await Promise.race([Promise.all(older.map(({ done }) => done)), timeout(longestWait)]);
  }
}

function timeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
