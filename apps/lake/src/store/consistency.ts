import type { DatabaseSync } from 'node:sqlite';
import { splitId } from '@bodytext/groq/document';
import { referencesIn } from '@bodytext/groq/store/references-in';
import { integer, text } from '@bodytext/groq/store/row';
import { replayDifferences } from '../history/replay.ts';

/**
 * Everything in a dataset's database that contradicts itself, in a sentence each: the file, what is kept beside
 * documents so that they are found, and the history, which must tell of the documents as they are.
 */
export function inconsistencies(database: DatabaseSync): string[] {
  // One after the other: what the next looks at can be told only of what the one before finds whole.
  const damaged = damages(database);
  if (damaged.length > 0) return damaged;
  const withoutContent = unreadable(database);
  if (withoutContent.length > 0) return withoutContent;
  return [
    ...orphanedRows(database),
    ...wrongColumns(database),
    ...wrongReferences(database),
    ...danglingReferences(database),
    ...replayDifferences(database),
  ];
}

function damages(database: DatabaseSync): string[] {
  const answers = database.prepare('PRAGMA integrity_check').all();
  return answers.map((row) => text(row, 'integrity_check')).filter((answer) => answer !== 'ok');
}

function orphanedRows(database: DatabaseSync): string[] {
  const orphans = database.prepare('PRAGMA foreign_key_check').all();
  return orphans.map((row) => `a row of ${text(row, 'table')} belongs to nothing`);
}

/** Documents and transactions whose JSON is none. */
function unreadable(database: DatabaseSync): string[] {
  const documents = database.prepare('SELECT id FROM documents WHERE NOT json_valid(body)').all();
  const effects = database
    .prepare(
      'SELECT document_id FROM effects WHERE NOT (json_valid(mutations) AND json_valid(apply) AND json_valid(revert))',
    )
    .all();
  return [
    ...documents.map((row) => `${text(row, 'id')}: its content can’t be read`),
    ...effects.map((row) => `${text(row, 'document_id')}: its history can’t be read`),
  ];
}

function wrongColumns(database: DatabaseSync): string[] {
  const wrong: string[] = [];
  for (const row of database.prepare('SELECT id, type, rev, group_id, variant, body FROM documents').iterate()) {
    const id = text(row, 'id');
    const { publishedId, variant } = splitId(id);
    const { _id, _type, _rev } = JSON.parse(text(row, 'body'));
    const isRight =
      _id === id &&
      _type === text(row, 'type') &&
      _rev === text(row, 'rev') &&
      publishedId === text(row, 'group_id') &&
      variant === text(row, 'variant');
    if (!isRight) wrong.push(`${id}: what is kept beside the document is not what it says`);
  }
  return wrong;
}

function wrongReferences(database: DatabaseSync): string[] {
  const kept = new Set<string>();
  for (const row of database.prepare('SELECT from_id, to_id, strong FROM document_references').iterate()) {
    kept.add(`${text(row, 'from_id')} ${text(row, 'to_id')} ${integer(row, 'strong')}`);
  }
  const wrong: string[] = [];
  for (const row of database.prepare('SELECT id, body FROM documents').iterate()) {
    const id = text(row, 'id');
    for (const { to, strong } of referencesIn(JSON.parse(text(row, 'body')))) {
      if (!kept.delete(`${id} ${to} ${strong ? 1 : 0}`)) wrong.push(`${id}: its reference to ${to} is not kept`);
    }
  }
  return [...wrong, ...[...kept].map((reference) => `the reference ${reference} is kept, but no document has it`)];
}

function danglingReferences(database: DatabaseSync): string[] {
  return database
    .prepare(
      'SELECT from_id, to_id FROM document_references WHERE strong = 1 AND to_id NOT IN (SELECT id FROM documents)',
    )
    .all()
    .map((row) => `${text(row, 'from_id')}: its strong reference to ${text(row, 'to_id')} points nowhere`);
}
