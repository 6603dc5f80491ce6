import type { DatabaseSync } from 'node:sqlite';
import { optionalText, type Row, text } from '@bodytext/groq/store/row';
import { z } from 'zod';

const day = 24 * 60 * 60_000;

/** What the audit log tells of. Never secrets, and never what is in a document: that is in the history. */
export const auditEvents = [
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
export type AuditEvent = (typeof auditEvents)[number];

export type AuditEntry = {
  event: AuditEvent;
  /** The id of a person or a token; “command line”; or the lake. */
  actor: string;
  /** Whom or what it was done to. */
  subject?: string;
  detail?: string;
  /** From where, as far as it is known. */
  address?: string;
};

export type LoggedEntry = AuditEntry & { at: string };

/** For how long the log is kept, and the addresses in it. */
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

    /** Forgets what is older than it may be kept. */
    tidy(now = Date.now()): void {
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
