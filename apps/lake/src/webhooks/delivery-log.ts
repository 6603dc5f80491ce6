import type { DatabaseSync } from 'node:sqlite';
import { integer, optionalText, type Row, text } from '@bodytext/groq/store/row';
import { webhookLimits } from './limits.ts';

const mostListed = webhookLimits.listed.value;

/** One message to a webhook, as the log tells of it. */
export type LoggedMessage = {
  id: number;
  hook: string;
  documentId: string;
  operation: string;
  createdAt: string;
  status: string;
  payload: string;
  failureCount: number;
  resultCode: number | null;
};

export type LoggedAttempt = {
  id: number;
  messageId: number;
  hook: string;
  createdAt: string;
  duration: number;
  failure: string | null;
  resultCode: number | null;
  resultBody: string;
};

/** What was sent to webhooks and what came back, newest first. It holds no header and no secret. */
export type DeliveryLog = ReturnType<typeof createDeliveryLog>;

export function createDeliveryLog(database: DatabaseSync) {
  const selectMessages = database.prepare(`
    SELECT d.rowid AS id, d.*,
      (SELECT count(*) FROM webhook_attempts WHERE delivery = d.rowid AND failure IS NOT NULL) AS failures,
      (SELECT result_code FROM webhook_attempts WHERE delivery = d.rowid ORDER BY id DESC LIMIT 1) AS result_code
    FROM webhook_deliveries AS d WHERE ?1 IS NULL OR hook = ?1 ORDER BY d.rowid DESC LIMIT ${mostListed}`);
  const attempts = 'SELECT a.*, d.hook FROM webhook_attempts AS a JOIN webhook_deliveries AS d ON d.rowid = a.delivery';
  const selectAttempts = database.prepare(`${attempts} WHERE d.hook = ? ORDER BY a.id DESC LIMIT ${mostListed}`);
  const selectAttempt = database.prepare(`${attempts} WHERE a.id = ?`);

  return {
    /** Of one webhook, or of all. */
    messages: (hook?: string): LoggedMessage[] => selectMessages.all(hook ?? null).map(readMessage),
    attempts: (hook: string): LoggedAttempt[] => selectAttempts.all(hook).map(readAttempt),
    attempt(id: number): LoggedAttempt | undefined {
      const row = selectAttempt.get(id);
      return row && readAttempt(row);
    },
  };
}

function readMessage(row: Row): LoggedMessage {
  return {
    id: integer(row, 'id'),
    hook: text(row, 'hook'),
    documentId: text(row, 'document_id'),
    operation: text(row, 'operation'),
    createdAt: text(row, 'created_at'),
    status: text(row, 'status'),
    payload: text(row, 'body'),
    failureCount: integer(row, 'failures'),
    resultCode: optionalInteger(row, 'result_code'),
  };
}

function readAttempt(row: Row): LoggedAttempt {
  return {
    id: integer(row, 'id'),
    messageId: integer(row, 'delivery'),
    hook: text(row, 'hook'),
    createdAt: text(row, 'created_at'),
    duration: integer(row, 'duration'),
    failure: optionalText(row, 'failure') ?? null,
    resultCode: optionalInteger(row, 'result_code'),
    resultBody: text(row, 'result_body'),
  };
}

function optionalInteger(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === 'number' ? value : null;
}
