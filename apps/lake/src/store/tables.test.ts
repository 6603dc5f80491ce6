import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createTables } from '@bodytext/groq/store/tables';
import { afterAll, expect, test } from '@jest/globals';
import { openDatabase } from './database.ts';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

function schemaOf(database: DatabaseSync): Map<string, string> {
  const rows = database.prepare('SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name').all();
  database.close();
  return new Map(rows.map(({ name, sql }) => [String(name), String(sql).replaceAll(/\s+/g, ' ')]));
}

test('the migrations make the tables that queries are planned for', () => {
  const planned = new DatabaseSync(':memory:');
  createTables(planned);
  const migrated = schemaOf(openDatabase(folder));
  for (const [name, sql] of schemaOf(planned)) expect([name, migrated.get(name)]).toEqual([name, sql]);
});
