import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { type Row, text } from '@bodytext/groq/store/row';
import { parseDelta } from './hook.ts';
import { type WebhookDefinition, webhookDefinition } from './webhook-definition.ts';

export type ManagedWebhook = {
  id: string;
  definition: WebhookDefinition;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
};

/** The webhooks of administrators. They are in the database, so that commands can change them while the lake runs. */
export function createWebhookStore(database: DatabaseSync) {
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

    add(definition: WebhookDefinition, createdBy: string): string {
      checkGroq(definition);
      const id = randomBytes(12).toString('base64url');
      insert.run(id, JSON.stringify(definition), createdBy, now());
      return id;
    },

    change(id: string, definition: WebhookDefinition): void {
      checkGroq(definition);
      update.run(JSON.stringify(definition), now(), id);
    },

    remove: (id: string): boolean => Number(remove.run(id).changes) === 1,
  };
}

/** Reports invalid GROQ when the webhook is saved, not at the next publish. */
function checkGroq({ filter, projection }: WebhookDefinition): void {
  if (filter) parseDelta(filter);
  if (projection) parseDelta(`@${projection}`);
}

function read(row: Row): ManagedWebhook {
  return {
    id: text(row, 'id'),
    definition: webhookDefinition.parse(JSON.parse(text(row, 'settings'))),
    createdBy: text(row, 'created_by'),
    createdAt: text(row, 'created_at'),
    updatedAt: text(row, 'updated_at'),
  };
}

function now(): string {
  return new Date().toISOString();
}
