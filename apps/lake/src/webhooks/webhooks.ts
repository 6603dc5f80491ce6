import { inBackground } from '../background.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Project } from '../project.ts';
import type { Store } from '../store/store.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery-log.ts';
import { createDeliveryQueue } from './delivery-queue.ts';
import { type Dispatcher, startDispatcher } from './dispatcher.ts';
import { builtInHook, type Hook, managedHook, operationOf, type WebhookOptions } from './hook.ts';
import { webhookLimits } from './limits.ts';
import type { WebhookDefinition } from './webhook-definition.ts';
import { createWebhookStore, type ManagedWebhook } from './webhook-store.ts';

const writerTimeoutMs = webhookLimits.writerTimeout.value;

/** Whether anything was enqueued, and the documents whose delivery the response to the writer should wait for. */
export type Enqueued = { any: boolean; awaitedDocumentIds: string[] };

/** A dataset's webhooks: those configured in code, and those that administrators added. */
export type Webhooks = {
  log: DeliveryLog;
  list(): ManagedWebhook[];
  get(id: string): ManagedWebhook | undefined;
  /** Returns the id. */
  add(definition: WebhookDefinition, createdBy: string): string;
  change(id: string, definition: WebhookDefinition): void;
  remove(id: string): boolean;
  /** Requeues a message; returns whether it exists. */
  retry(message: number): boolean;
  /** Enqueues deliveries for a transaction's changes, within that transaction. */
  enqueue(transaction: Pick<Committed, 'id' | 'timestamp' | 'changes'>): Enqueued;
  start(): void;
  wake(): void;
  /** Resolves when the hooks that delay writers have got the changes of these documents, or on timeout. */
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

  /** Read each time, since another process may have changed them. Compiled hooks are cached until then. */
  function hooks(): Map<string, Hook> {
    const active = store.list().filter(({ definition }) => !definition.isDisabledByUser);
    const managed = active.map(({ id, definition, updatedAt }) => {
      const cached = hookCache.get(id);
      if (cached?.updatedAt === updatedAt) return cached.hook;
      const hook = managedHook(id, definition, scope);
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
    change(id, definition) {
      store.change(id, definition);
      if (definition.isDisabledByUser) queue.cancel(id);
    },
    remove(id) {
      queue.cancel(id);
      return store.remove(id);
    },
    retry(message) {
      const exists = queue.retry(message);
      dispatcher?.wake();
      return exists;
    },

    enqueue({ id, timestamp, changes }) {
      const enqueued: Enqueued = { any: false, awaitedDocumentIds: [] };
      for (const hook of hooks().values()) {
        for (const change of changes) {
          const body = hook.bodyFor(change);
          if (body === undefined) continue;
          const about = { documentId: change.id, operation: operationOf(change), transactionId: id };
          queue.enqueue({ hook: hook.id, ...about, createdAt: timestamp, body });
          enqueued.any = true;
          if (hook.delaysWriter) enqueued.awaitedDocumentIds.push(change.id);
        }
      }
      return enqueued;
    },

    start() {
      // Receivers may be back after a downtime of the lake: retry postponed deliveries now.
      for (const id of hooks().keys()) inBackground('Making due what webhooks wait for', () => queue.makeDueNow(id))();
      dispatcher = startDispatcher(queue, hooks, project);
      dispatcher.wake();
    },
    wake: () => dispatcher?.wake(),
    waitUntilDelivered: async (documentIds) => dispatcher?.waitUntilAttempted(documentIds, writerTimeoutMs),
    close: async () => dispatcher?.close(),
  };
}
