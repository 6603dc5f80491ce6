import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { text } from '@bodytext/groq/store/row';
import { applyPatch } from 'mendoza';

/** A document as replayed from its history: the content without `_rev`, and its last transaction. */
type Replayed = { content: unknown; revision: string };

/** Replays all transactions from the first, and lists the documents that differ from the stored ones. */
export function historyDifferences(database: DatabaseSync): string[] {
  const replayed = replay(database);
  const differences: string[] = [];
  for (const row of database.prepare('SELECT id, body FROM documents').iterate()) {
    const id = text(row, 'id');
    const { _rev, ...content } = JSON.parse(text(row, 'body'));
    const expected = replayed.get(id);
    replayed.delete(id);
    if (!isDeepStrictEqual(expected?.content, content)) differences.push(`${id}: its history tells another content`);
    else if (expected?.revision !== _rev) differences.push(`${id}: its last transaction is not its revision`);
  }
  for (const [id, { content }] of replayed) {
    if (content !== null) differences.push(`${id}: its history tells of it, but it is not stored`);
  }
  return differences;
}

function replay(database: DatabaseSync): Map<string, Replayed> {
  const replayed = new Map<string, Replayed>();
  const effects = database.prepare(`
    SELECT document_id, apply, transactions.id AS revision FROM effects JOIN transactions USING (seq)
    ORDER BY seq, position`);
  for (const row of effects.iterate()) {
    const id = text(row, 'document_id');
    const content = applyPatch(replayed.get(id)?.content ?? null, JSON.parse(text(row, 'apply')));
    replayed.set(id, { content, revision: text(row, 'revision') });
  }
  return replayed;
}
