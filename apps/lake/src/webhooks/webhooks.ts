import { inBackground } from '../background.ts';
import type { Committed } from '../mutate/commit.ts';
import type { Project } from '../project.ts';
import type { Store } from '../store/store.ts';
import { createDeliveryLog, type DeliveryLog } from './delivery-log.ts';
import { type Dispatcher, startDispatcher } from './dispatcher.ts';
import { builtInHook, type Hook, managedHook, operationOf, type WebhookOptions } from './hook.ts';
import { webhookLimits } from './limits.ts';
import { createOutbox } from './delivery-queue.ts';
import type { WebhookSettings } from './webhook-definition.ts';
import { createWebhookBook, type ManagedWebhook } from './webhook-store.ts';

const patienceMs = webhookLimits.heard.value;

/** Whether there is something to send, and about which documents a writer should wait until it is heard. */
export type News = { isThere: boolean; awaited: string[] };

/** A dataset's webhooks: those of the program, and those that administrators set up. */
export type Webhooks = {
  log: DeliveryLog;
  list(): ManagedWebhook[];
  get(id: string): ManagedWebhook | undefined;
  /** Gives its id. */
  add(settings: WebhookSettings, createdBy: string): string;
  change(id: string, settings: WebhookSettings): void;
  remove(id: string): boolean;
  /** Sends a message of the log once more. */
  retry(message: number): boolean;
  /** Puts what a transaction changed into the outbox, within that transaction. */
  enqueue(transaction: Pick<Committed, 'id' | 'timestamp' | 'changes'>): News;
  begin(): void;
  wake(): void;
  /** Resolves when those that writers wait for have heard of the documents, or patience ran out. */
  heard(documentIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

export function createWebhooks({ database, documents }: Store, project: Project, options: WebhookOptions[]): Webhooks {
  const scope = { documents, project };
  const book = createWebhookBook(database);
  const outbox = createOutbox(database);
  const builtIn = options.map((one) => builtInHook(one, scope));
  const compiled = new Map<string, { updatedAt: string; hook: Hook }>();
  let dispatcher: Dispatcher | undefined;

  /** Asked anew each time: another process may have changed them. What was compiled is kept until then. */
  function hooks(): Map<string, Hook> {
    const active = book.list().filter(({ settings }) => !settings.isDisabledByUser);
    const managed = active.map(({ id, settings, updatedAt }) => {
      const known = compiled.get(id);
      if (known?.updatedAt === updatedAt) return known.hook;
      const hook = managedHook(id, settings, scope);
      compiled.set(id, { updatedAt, hook });
      return hook;
    });
    return new Map([...builtIn, ...managed].map((hook) => [hook.id, hook]));
  }

  return {
    log: createDeliveryLog(database),
    list: book.list,
    get: book.get,
    add: book.add,
    change(id, settings) {
      book.change(id, settings);
      if (settings.isDisabledByUser) outbox.cancel(id);
    },
    remove(id) {
      outbox.cancel(id);
      return book.remove(id);
    },
    retry(message) {
      const isThere = outbox.retry(message);
      dispatcher?.wake();
      return isThere;
    },

    enqueue({ id, timestamp, changes }) {
      const news: News = { isThere: false, awaited: [] };
      for (const hook of hooks().values()) {
        for (const change of changes) {
          const body = hook.bodyFor(change);
          if (body === undefined) continue;
          const about = { documentId: change.id, operation: operationOf(change), transactionId: id };
          outbox.add({ hook: hook.id, ...about, createdAt: timestamp, body });
          news.isThere = true;
          if (hook.isAwaited) news.awaited.push(change.id);
        }
      }
      return news;
    },

    begin() {
      // What happened to receivers while this program was down is not known: they may be back.
      for (const id of hooks().keys()) inBackground('Making due what webhooks wait for', () => outbox.hasten(id))();
      dispatcher = startDispatcher(outbox, hooks, project);
      dispatcher.wake();
    },
    wake: () => dispatcher?.wake(),
    heard: async (documentIds) => dispatcher?.settled(documentIds, patienceMs),
    close: async () => dispatcher?.close(),
  };
}
