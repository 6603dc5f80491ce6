import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { expiredTags } from '../cache/expired-tags.ts';
import { limits } from '../limits.ts';

type InFlight = { position: number; done: Promise<void> };

export type RequestOrder = ReturnType<typeof createRequestOrder>;

/**
 * Next coalesces concurrent requests for a page into one render. A request that comes after a change must not get a render
 * that started before it: such a request waits for the earlier ones to end.
 */
export function createRequestOrder(dataDir: string) {
  const inFlight = new Map<string, Set<InFlight>>();

  return {
    /** Resolves when the request may be handled. */
    async waitForOlder(request: Pick<IncomingMessage, 'url'>, response: Pick<EventEmitter, 'once'>): Promise<void> {
      const path = request.url?.split('?')[0] ?? '/';
      const { position } = expiredTags(dataDir);
      const same = inFlight.get(path) ?? new Set();
      const older = [...same].filter((other) => other.position < position);
      const own = { position, done: new Promise<void>((resolve) => response.once('close', () => resolve())) };
      inFlight.set(path, same.add(own));
      void own.done.then(() => {
        same.delete(own);
        if (same.size === 0 && inFlight.get(path) === same) inFlight.delete(path);
      });
      if (older.length === 0) return;
      await Promise.race([Promise.all(older.map(({ done }) => done)), timeout(limits.requestOrder.value)]);
    },
  };
}

function timeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
