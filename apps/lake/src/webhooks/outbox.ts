import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { integer, type Row, text } from '@bodytext/groq/store/row';
import { inSavepoint } from '../store/database.ts';
import { webhookLimits } from './limits.ts';
import type { Operation } from './settings.ts';

const keptForLog = webhookLimits.log.value;

export type Message = {
  hook: string;
  documentId: string;
  operation: Operation;
  transactionId: string;
  createdAt: string;
  body: string;
};

export type Delivery = Message & { rowid: number; idempotencyKey: string; attempts: number; firstAttemptAt: number };

/** What came of one attempt to deliver. */
export type Attempt = {
  startedAt: number;
  duration: number;
  /** The status of the answer; undefined where there was none. */
  resultCode: number | undefined;
  failure: 'http' | 'network' | 'timeout' | undefined;
  resultBody: string;
};

/** What is to be sent, kept in the database: written with the transaction it tells of, and kept a while as a log. */
export type Outbox = ReturnType<typeof createOutbox>;

export function createOutbox(database: DatabaseSync) {
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
      ORDER BY rowid DESC LIMIT 1 OFFSET ${keptForLog})`);
  const cancel = database.prepare("DELETE FROM webhook_deliveries WHERE hook = ? AND status = 'queued'");
  // The oldest of each document only: what is told about one document is told in order. But the newest document first:
  // whoever just published waits to be heard, and must not wait behind an import.
  const selectDue = database.prepare(`
    SELECT * FROM webhook_deliveries AS d INDEXED BY webhook_deliveries_by_age
    WHERE status = 'queued' AND hook = ? AND next_attempt_at <= ? AND NOT EXISTS (
      SELECT 1 FROM webhook_deliveries AS older INDEXED BY webhook_deliveries_queued
      WHERE older.status = 'queued' AND older.hook = d.hook AND older.document_id = d.document_id
        AND older.rowid < d.rowid)
    ORDER BY rowid DESC LIMIT ?`);
  const selectOldest = database.prepare(`
    SELECT next_attempt_at FROM webhook_deliveries INDEXED BY webhook_deliveries_queued
    WHERE status = 'queued' AND hook = ? AND document_id = ? ORDER BY rowid LIMIT 1`);
  const hasten = database.prepare(
    "UPDATE webhook_deliveries SET next_attempt_at = 0 WHERE status = 'queued' AND hook = ? AND next_attempt_at > 0",
  );
  const hastenDocument = database.prepare(
    "UPDATE webhook_deliveries SET next_attempt_at = 0 WHERE status = 'queued' AND hook = ? AND document_id = ?",
  );
  const selectNext = database.prepare(
    "SELECT min(next_attempt_at) AS at FROM webhook_deliveries WHERE status = 'queued' AND next_attempt_at > ?",
  );
  const selectHooks = database.prepare("SELECT DISTINCT hook FROM webhook_deliveries WHERE status = 'queued'");
  const requeue = database.prepare(`
    UPDATE webhook_deliveries SET status = 'queued', next_attempt_at = 0, first_attempt_at = NULL, attempts = 0
    WHERE rowid = ?`);

  return {
    add({ hook, documentId, operation, transactionId, createdAt, body }: Message): void {
      insert.run(hook, documentId, operation, transactionId, createdAt, randomUUID(), body);
      // It comes after those that were postponed, and must not be postponed with them.
      hastenDocument.run(hook, documentId);
    },

    /** Which hooks have something to deliver. */
    waitingHooks: (): string[] => selectHooks.all().map((row) => text(row, 'hook')),

    due: (hook: string, now: number, limit: number): Delivery[] => selectDue.all(hook, now, limit).map(readDelivery),

    /** Whether something about a document can be sent now, or is being sent. */
    isDue(hook: string, documentId: string, now: number): boolean {
      const at = selectOldest.get(hook, documentId)?.next_attempt_at;
      return typeof at === 'number' && at <= now;
    },

    /** Makes due what was postponed: the receiver is back. */
    hasten: (hook: string): void => {
      hasten.run(hook);
    },

    /** Keeps what came of an attempt; `nextAttemptAt` undefined means that it was the last. */
    attempted({ rowid, hook }: Delivery, attempt: Attempt, nextAttemptAt: number | undefined): void {
      const { startedAt, duration, resultCode = null, failure = null, resultBody } = attempt;
      const status = failure === null ? 'success' : nextAttemptAt === undefined ? 'failure' : 'queued';
      inSavepoint(database, () => {
        insertAttempt.run(new Date(startedAt).toISOString(), duration, resultCode, failure, resultBody, rowid);
        update.run(status, nextAttemptAt ?? 0, startedAt, rowid);
        if (status !== 'queued') prune.run(hook);
      });
    },

    /** Forgets what waits for a hook that is no more. */
    cancel: (hook: string): void => {
      cancel.run(hook);
    },

    /** Sends a message once more; whether there is such a message. */
    retry: (rowid: number): boolean => Number(requeue.run(rowid).changes) === 1,

    /** When the next postponed delivery is due. */
    nextAttemptAt(now: number): number | undefined {
      const at = selectNext.get(now)?.at;
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
