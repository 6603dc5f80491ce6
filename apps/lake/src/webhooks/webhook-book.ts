import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type Row, text } from '@bodytext/groq/store/row';
import { parseDelta } from './hook.ts';
import { type WebhookSettings, webhookSettings } from './settings.ts';

export type ManagedWebhook = {
  id: string;
  settings: WebhookSettings;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
};

/** The webhooks that administrators set up, in the database, so that a command beside a running lake reaches it. */
export type WebhookBook = ReturnType<typeof createWebhookBook>;

export function createWebhookBook(database: DatabaseSync) {
  const selectAll = database.prepare('SELECT * FROM webhooks ORDER BY rowid');
  const select = database.prepare('SELECT * FROM webhooks WHERE id = ?');
  const insert = database.prepare(
    'INSERT INTO webhooks (id, settings, created_by, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?4)',
  );
  const update = database.prepare('UPDATE webhooks SET settings = ?, updated_at = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM webhooks WHERE id = ?');

  function get(id: string): ManagedWebhook | undefined {
    const row = select.get(id);
    return row && read(row);
  }

  return {
    get,
    list: (): ManagedWebhook[] => selectAll.all().map(read),

    add(settings: WebhookSettings, createdBy: string): string {
      checkGroq(settings);
      const id = randomBytes(12).toString('base64url');
      insert.run(id, JSON.stringify(settings), createdBy, now());
      return id;
    },

    change(id: string, settings: WebhookSettings): void {
      checkGroq(settings);
      update.run(JSON.stringify(settings), now(), id);
    },

    remove: (id: string): boolean => Number(remove.run(id).changes) === 1,
  };
}

/** A mistake in GROQ is told to whoever makes it, not found at the next publish. */
function checkGroq({ filter, projection }: WebhookSettings): void {
  if (filter) parseDelta(filter);
  if (projection) parseDelta(`@${projection}`);
}

function read(row: Row): ManagedWebhook {
  return {
    id: text(row, 'id'),
    settings: webhookSettings.parse(JSON.parse(text(row, 'settings'))),
    createdBy: text(row, 'created_by'),
    createdAt: text(row, 'created_at'),
    updatedAt: text(row, 'updated_at'),
  };
}

function now(): string {
  return new Date().toISOString();
}
