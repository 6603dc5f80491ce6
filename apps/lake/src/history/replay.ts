import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { text } from '@bodytext/groq/store/row';
import { applyPatch } from 'mendoza';

/** A document as its history tells it: the content without its revision, and the last transaction that wrote it. */
type Told = { content: unknown; revision: string };

/** Replays every transaction there was, from nothing, and says which documents come out other than they are stored. */
export function replayDifferences(database: DatabaseSync): string[] {
  const told = replay(database);
  const differences: string[] = [];
  for (const row of database.prepare('SELECT id, body FROM documents').iterate()) {
    const id = text(row, 'id');
    const { _rev, ...content } = JSON.parse(text(row, 'body'));
    const story = told.get(id);
    told.delete(id);
    if (!isDeepStrictEqual(story?.content, content)) differences.push(`${id}: its history tells another content`);
    else if (story?.revision !== _rev) differences.push(`${id}: its last transaction is not its revision`);
  }
  for (const [id, { content }] of told) {
    if (content !== null) differences.push(`${id}: its history tells of it, but it is not stored`);
  }
  return differences;
}

function replay(database: DatabaseSync): Map<string, Told> {
  const told = new Map<string, Told>();
  const effects = database.prepare(`
    SELECT document_id, apply, transactions.id AS revision FROM effects JOIN transactions USING (seq)
    ORDER BY seq, position`);
  for (const row of effects.iterate()) {
    const id = text(row, 'document_id');
    const content = applyPatch(told.get(id)?.content ?? null, JSON.parse(text(row, 'apply')));
    told.set(id, { content, revision: text(row, 'revision') });
  }
  return told;
}
