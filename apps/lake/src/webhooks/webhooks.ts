import { inBackground } from '../background.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Project } from '../project.ts';
import type { Store } from '../store/store.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery-log.ts';
import { type Dispatcher, startDispatcher } from './dispatcher.ts';
import { builtInHook, type Hook, managedHook, operationOf, type WebhookOptions } from './hook.ts';
import { webhookLimits } from './limits.ts';
import { createDeliveryQueue } from './delivery-queue.ts';
import type { WebhookDefinition } from './webhook-definition.ts';
import { createWebhookStore, type ManagedWebhook } from './webhook-store.ts';

const patienceMs = webhookLimits.writerTimeout.value;

/** Whether there is something to send, and about which documents a writer should wait until it is heard. */
export type Enqueued = { any: boolean; awaitedDocumentIds: string[] };

/** A dataset's webhooks: those of the program, and those that administrators set up. */
export type Webhooks = {
  log: DeliveryLog;
  list(): ManagedWebhook[];
  get(id: string): ManagedWebhook | undefined;
  /** Gives its id. */
  add(settings: WebhookDefinition, createdBy: string): string;
  change(id: string, settings: WebhookDefinition): void;
  remove(id: string): boolean;
  /** Sends a message of the log once more. */
  retry(message: number): boolean;
  /** Puts what a transaction changed into the outbox, within that transaction. */
  enqueue(transaction: Pick<Committed, 'id' | 'timestamp' | 'changes'>): Enqueued;
  start(): void;
  wake(): void;
  /** Resolves when those that writers wait for have heard of the documents, or patience ran out. */
  waitUntilDelivered(documentIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

export function createWebhooks({ database, documents }: Store, project: Project, options: WebhookOptions[]): Webhooks {
  const scope = { documents, project };
  const store = createWebhookStore(database);
  const queue = createDeliveryQueue(database);
  const builtIn = options.map((one) => builtInHook(one, scope));
  const hookCache = new Map<string, { updatedAt: string; hook: Hook }>();
  let dispatcher: Dispatcher | undefined;

  /** Asked anew each time: another process may have changed them. What was compiled is kept until then. */
  function hooks(): Map<string, Hook> {
    const active = store.list().filter(({ definition: settings }) => !settings.isDisabledByUser);
    const managed = active.map(({ id, definition: settings, updatedAt }) => {
      const known = hookCache.get(id);
      if (known?.updatedAt === updatedAt) return known.hook;
      const hook = managedHook(id, settings, scope);
      hookCache.set(id, { updatedAt, hook });
      return hook;
    });
    return new Map([...builtIn, ...managed].map((hook) => [hook.id, hook]));
  }

  return {
    log: createDeliveryLog(database),
    list: store.list,
    get: store.get,
    add: store.add,
    change(id, settings) {
      store.change(id, settings);
      if (settings.isDisabledByUser) queue.cancel(id);
    },
    remove(id) {
      queue.cancel(id);
      return store.remove(id);
    },
    retry(message) {
      const isThere = queue.retry(message);
      dispatcher?.wake();
      return isThere;
    },

    enqueue({ id, timestamp, changes }) {
      const news: Enqueued = { any: false, awaitedDocumentIds: [] };
      for (const hook of hooks().values()) {
        for (const change of changes) {
          const body = hook.bodyFor(change);
          if (body === undefined) continue;
          const about = { documentId: change.id, operation: operationOf(change), transactionId: id };
          queue.enqueue({ hook: hook.id, ...about, createdAt: timestamp, body });
          news.any = true;
          if (hook.delaysWriter) news.awaitedDocumentIds.push(change.id);
        }
      }
      return news;
    },

    start() {
      // What happened to receivers while this program was down is not known: they may be back.
      for (const id of hooks().keys()) inBackground('Making due what webhooks wait for', () => queue.hasten(id))();
      dispatcher = startDispatcher(queue, hooks, project);
      dispatcher.wake();
    },
    wake: () => dispatcher?.wake(),
    waitUntilDelivered: async (documentIds) => dispatcher?.waitUntilAttempted(documentIds, patienceMs),
    close: async () => dispatcher?.close(),
  };
}
