import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { integer, type Row, text } from '@bodytext/groq/store/row';
import { inSavepoint } from '../store/database.ts';
import { webhookLimits } from './limits.ts';
import type { Operation } from './webhook-definition.ts';

const maxLogged = webhookLimits.log.value;

export type Message = {
  hook: string;
  documentId: string;
  operation: Operation;
  transactionId: string;
  createdAt: string;
  body: string;
};

export type Delivery = Message & { rowid: number; idempotencyKey: string; attempts: number; firstAttemptAt: number };

/** The result of one attempt. */
export type Attempt = {
  startedAt: number;
  duration: number;
  /** The HTTP status; undefined without a response. */
  resultCode: number | undefined;
  failure: 'http' | 'network' | 'timeout' | undefined;
  resultBody: string;
};

/**
 * A persistent queue (transactional outbox): enqueued in the same SQLite transaction as the change, then kept as a log.
 */
export type DeliveryQueue = ReturnType<typeof createDeliveryQueue>;

export function createDeliveryQueue(database: DatabaseSync) {
  const insert = database.prepare(`
    INSERT INTO webhook_deliveries
      (hook, document_id, operation, transaction_id, created_at, idempotency_key, body, next_attempt_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, 0)`);
  const insertAttempt = database.prepare(`
    INSERT INTO webhook_attempts (delivery, created_at, duration, result_code, failure, result_body)
    SELECT rowid, ?, ?, ?, ?, ? FROM webhook_deliveries WHERE rowid = ?`);
  const update = database.prepare(`
    UPDATE webhook_deliveries SET status = ?, attempts = attempts + 1, next_attempt_at = ?,
      first_attempt_at = coalesce(first_attempt_at, ?) WHERE rowid = ? AND status = 'queued'`);
  const prune = database.prepare(`
    DELETE FROM webhook_deliveries WHERE hook = ?1 AND status <> 'queued' AND rowid <= (
      SELECT rowid FROM webhook_deliveries WHERE hook = ?1 AND status <> 'queued'
      ORDER BY rowid DESC LIMIT 1 OFFSET ${maxLogged})`);
  const cancel = database.prepare("DELETE FROM webhook_deliveries WHERE hook = ? AND status = 'queued'");
  // Only the oldest of each document, so that its changes are delivered in order. The newest documents come first: an
  // editor who has just published must not wait behind an import.
  const selectDue = database.prepare(`
    SELECT * FROM webhook_deliveries AS d INDEXED BY webhook_deliveries_by_age
    WHERE status = 'queued' AND hook = ? AND next_attempt_at <= ? AND NOT EXISTS (
      SELECT 1 FROM webhook_deliveries AS older INDEXED BY webhook_deliveries_queued
      WHERE older.status = 'queued' AND older.hook = d.hook AND older.document_id = d.document_id
        AND older.rowid < d.rowid)
    ORDER BY rowid DESC LIMIT ?`);
  const selectOldestOfDocument = database.prepare(`
    SELECT next_attempt_at FROM webhook_deliveries INDEXED BY webhook_deliveries_queued
    WHERE status = 'queued' AND hook = ? AND document_id = ? ORDER BY rowid LIMIT 1`);
  const resetDelays = database.prepare(
    "UPDATE webhook_deliveries SET next_attempt_at = 0 WHERE status = 'queued' AND hook = ? AND next_attempt_at > 0",
  );
  const resetDelaysOfDocument = database.prepare(
    "UPDATE webhook_deliveries SET next_attempt_at = 0 WHERE status = 'queued' AND hook = ? AND document_id = ?",
  );
  const selectNextDue = database.prepare(
    "SELECT min(next_attempt_at) AS at FROM webhook_deliveries WHERE status = 'queued' AND next_attempt_at > ?",
  );
  const selectHooks = database.prepare("SELECT DISTINCT hook FROM webhook_deliveries WHERE status = 'queued'");
  const requeue = database.prepare(`
    UPDATE webhook_deliveries SET status = 'queued', next_attempt_at = 0, first_attempt_at = NULL, attempts = 0
    WHERE rowid = ?`);

  return {
    enqueue({ hook, documentId, operation, transactionId, createdAt, body }: Message): void {
      insert.run(hook, documentId, operation, transactionId, createdAt, randomUUID(), body);
      // Earlier changes of the document come first: if they are postponed, retry them now.
      resetDelaysOfDocument.run(hook, documentId);
    },

    /** The hooks with queued deliveries. */
    waitingHooks: (): string[] => selectHooks.all().map((row) => text(row, 'hook')),

    due: (hook: string, now: number, limit: number): Delivery[] => selectDue.all(hook, now, limit).map(readDelivery),

    /** Whether a delivery about a document is due, or in flight. */
    isDue(hook: string, documentId: string, now: number): boolean {
      const at = selectOldestOfDocument.get(hook, documentId)?.next_attempt_at;
      return typeof at === 'number' && at <= now;
    },

    /** Makes all postponed deliveries of a hook due. */
    makeDueNow: (hook: string): void => {
      resetDelays.run(hook);
    },

    /** Records an attempt; without `nextAttemptAt` it was the last. */
    recordAttempt({ rowid, hook }: Delivery, attempt: Attempt, nextAttemptAt: number | undefined): void {
      const { startedAt, duration, resultCode = null, failure = null, resultBody } = attempt;
      const status = failure === null ? 'success' : nextAttemptAt === undefined ? 'failure' : 'queued';
      inSavepoint(database, () => {
        insertAttempt.run(new Date(startedAt).toISOString(), duration, resultCode, failure, resultBody, rowid);
        update.run(status, nextAttemptAt ?? 0, startedAt, rowid);
        if (status !== 'queued') prune.run(hook);
      });
    },

    /** Deletes the queued deliveries of a hook. */
    cancel: (hook: string): void => {
      cancel.run(hook);
    },

    /** Requeues a message; returns whether it exists. */
    retry: (rowid: number): boolean => Number(requeue.run(rowid).changes) === 1,

    /** When the next postponed delivery is due. */
    nextAttemptAt(now: number): number | undefined {
      const at = selectNextDue.get(now)?.at;
      return typeof at === 'number' ? at : undefined;
    },
  };
}

function readDelivery(row: Row): Delivery {
  const operation = text(row, 'operation');
  return {
    rowid: integer(row, 'rowid'),
    hook: text(row, 'hook'),
    documentId: text(row, 'document_id'),
    operation: operation === 'create' || operation === 'delete' ? operation : 'update',
    transactionId: text(row, 'transaction_id'),
    createdAt: text(row, 'created_at'),
    idempotencyKey: text(row, 'idempotency_key'),
    body: text(row, 'body'),
    attempts: integer(row, 'attempts'),
    firstAttemptAt: typeof row.first_attempt_at === 'number' ? row.first_attempt_at : Date.now(),
  };
}
