import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openLog } from './log-file.mjs';

test('a log is rotated at its size limit, keeps the newest lines, and is readable by its owner only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bodytext-log-'));
  const path = join(folder, 'lake.log');
  const log = openLog(path);
  const line = 'x'.repeat(100_000);
  for (let count = 0; count < 130; count++) log.write(line);
  log.write('the last line');
  log.close();

  expect(readFileSync(path, 'utf8').endsWith('the last line\n')).toBe(true);
  expect(statSync(path).size).toBeLessThan(5.5e6);
  expect(statSync(`${path}.1`).size).toBeLessThan(5.5e6);
  expect(existsSync(`${path}.2`)).toBe(false);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
