import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkDataDir } from './data-dir.mjs';
import { openLog } from './log-file.mjs';

test('the data folder, the log folder and the logs get permissions for their owner only, also existing ones', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bodytext-data-'));
  const [dataDir, logs, log] = [join(folder, 'data'), join(folder, 'data/logs'), join(folder, 'data/logs/lake.log')];
  mkdirSync(logs, { recursive: true });
  writeFileSync(log, 'An earlier line\n');
  chmodSync(log, 0o644);
  for (const path of [dataDir, logs]) chmodSync(path, 0o755);

  checkDataDir(dataDir);
  openLog(log).close();

  expect([dataDir, logs, log].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700, 0o600]);
  expect(readdirSync(dataDir)).toEqual(['logs']);
  rmSync(folder, { recursive: true });
});
