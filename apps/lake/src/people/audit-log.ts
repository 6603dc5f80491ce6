import type { DatabaseSync } from 'node:sqlite';
import { optionalText, type Row, text } from '@bodytext/groq/store/row';
import { z } from 'zod';

const day = 24 * 60 * 60_000;

/** The events of the audit log. It holds no secrets, and no contents of documents: those are in the history. */
const auditEvents = [
  'signed in',
  'sign-in refused',
  'signed out',
  'session ended',
  'link made',
  'password set',
  'user added',
  'role changed',
  'user suspended',
  'user resumed',
  'user removed',
  'token made',
  'token revoked',
  'origin allowed',
  'origin removed',
  'import',
  'export',
  'backup',
] as const;
type AuditEvent = (typeof auditEvents)[number];

export type AuditEntry = {
  event: AuditEvent;
  /** The id of a user or token, “command line”, or “lake”. */
  actor: string;
  /** The id of what was changed. */
  subject?: string;
  detail?: string;
  /** The client's IP address, if known. */
  address?: string;
};

export type LoggedEntry = AuditEntry & { at: string };

/** How many days entries are kept, and the addresses in them. */
export type AuditRetention = { days: number; addressDays: number };
export const usualRetention: AuditRetention = { days: 365, addressDays: 30 };

export type AuditLog = ReturnType<typeof createAuditLog>;

export function createAuditLog(database: DatabaseSync, retention: AuditRetention = usualRetention) {
  const insert = database.prepare(
    'INSERT INTO audit_log (at, event, actor, subject, detail, address) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const select = database.prepare('SELECT * FROM audit_log WHERE at >= ? ORDER BY seq');
  const forgetAddresses = database.prepare('UPDATE audit_log SET address = NULL WHERE address IS NOT NULL AND at < ?');
  const removeOld = database.prepare('DELETE FROM audit_log WHERE at < ?');

  return {
    record({ event, actor, subject, detail, address }: AuditEntry): void {
      insert.run(new Date().toISOString(), event, actor, subject ?? null, detail ?? null, address ?? null);
    },

    since: (time: Date): LoggedEntry[] => select.all(time.toISOString()).map(readEntry),

    /** Deletes entries and addresses past their retention. */
    prune(now = Date.now()): void {
      forgetAddresses.run(new Date(now - retention.addressDays * day).toISOString());
      removeOld.run(new Date(now - retention.days * day).toISOString());
    },
  };
}

function readEntry(row: Row): LoggedEntry {
  return {
    at: text(row, 'at'),
    event: z.enum(auditEvents).parse(text(row, 'event')),
    actor: text(row, 'actor'),
    subject: optionalText(row, 'subject'),
    detail: optionalText(row, 'detail'),
    address: optionalText(row, 'address'),
  };
}
