import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readEnvironment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { readOrMakeSecrets } from '../secrets-file.ts';
import { parseCommand } from './options.ts';
import { peopleCommands } from './people-commands.ts';

const main = join(import.meta.dirname, '..', 'main.mjs');
let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake();
});
afterAll(() => lake.stop());

/** Runs a command on the running lake's data folder. */
async function run(args: string[]) {
  const { words, options } = parseCommand(args);
  const [first = '', second = '', third] = words;
  const command = peopleCommands[`${first} ${second}`] ?? peopleCommands[first];
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(`${line}\n`));
  const text = () => lines.join('');
  try {
    await command?.(readEnvironment({ DATA_DIR: lake.dataDir }), options, third);
    return { code: 0, text: text(), errors: '' };
  } catch (error) {
    if (error instanceof PlainError) return { code: 1, text: text(), errors: error.message };
    throw error;
  } finally {
    log.mockRestore();
  }
}

/** Runs a command in its own process, with input. */
async function runWith(args: string[], typed: string) {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env.PATH, DATA_DIR: lake.dataDir } });
  child.stdin.end(typed);
  const output = { text: '', errors: '' };
  child.stdout.on('data', (data) => {
    output.text += data;
  });
  child.stderr.on('data', (data) => {
    output.errors += data;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...output };
}

const sentence = (text: string) => ({ code: 0, errors: '', text: `${text}\n` });

describe('while the lake runs', () => {
  test('users are added, given a password and another role, suspended and removed', async () => {
    const email = ['--email', 'ada@example.org'];
    await run(['user', 'add', '--name', 'Chief', '--email', 'chief@example.org', '--role', 'administrator']);
    expect(await run(['user', 'add', '--name', 'Ada', ...email, '--role', 'editor'])).toMatchObject({ code: 0 });
    expect(await runWith(['user', 'password', ...email], 'a stone in every shoe\n')).toEqual(
      sentence('Ada has a new password, and is signed out everywhere.'),
    );
    expect(await run(['user', 'role', ...email, '--role', 'reviewer'])).toEqual(
      sentence('Ada was editor and is now reviewer.'),
    );
    await run(['user', 'suspend', ...email]);
    expect((await run(['user', 'list'])).text).toContain('Ada <ada@example.org> reviewer (suspended, has a password)');
    expect(lake.lake.people.findByEmail('ada@example.org')?.suspendedAt).toBeDefined();
    expect(await run(['user', 'resume', ...email])).toEqual(sentence('Ada may sign in again.'));
    await run(['user', 'remove', ...email]);
    expect((await run(['user', 'list'])).text).not.toContain('Ada');
  }, 60_000);

  test('tokens, sessions and origins are listed and removed', async () => {
    const token = (await run(['token', 'create', '--role', 'viewer', '--label', 'Reader'])).text.trim();
    const [, id = ''] = /^(r\w{12}) {2}Reader, viewer/m.exec((await run(['token', 'list'])).text) ?? [];
    expect(await run(['token', 'revoke', id])).toEqual(sentence('The token “Reader” works no more.'));
    expect(lake.lake.people.holderOf(token)).toBeUndefined();
    expect(await run(['sessions'])).toEqual(sentence('Nobody is signed in.'));
    expect(await run(['cors', 'add', 'https://a.example', '--credentials'])).toEqual(
      sentence('Pages of https://a.example may call the lake, also as somebody signed in.'),
    );
    expect(lake.lake.origins.of('https://a.example')).toEqual({ credentials: true });
    expect((await run(['cors', 'list'])).text).toContain('https://a.example with credentials');
    await run(['cors', 'remove', 'https://a.example']);
    expect(lake.lake.origins.of('https://a.example')).toBeUndefined();
  }, 60_000);

  test('the audit log lists what commands did', async () => {
    const { text } = await run(['audit', '--since', '1h']);
    expect(text).toMatch(/command line, token made: r\w{12} \(viewer, Reader\)/);
    const lines = (await run(['audit', '--json'])).text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).event)).toContain('origin removed');
  }, 60_000);

  test.each([
    [['user', 'suspend'], 'Say whom you mean: --email ADDRESS.'],
    [['user', 'role', '--email', 'chief@example.org', '--role', 'king'], 'The role must be one of'],
    [['user', 'suspend', '--email', 'chief@example.org'], 'is the only administrator'],
    [['token', 'revoke', 'r000000000000'], '“token list” says which there are'],
    [['sessions', 'end'], 'Say which session'],
    [['cors', 'add', 'example.org/path'], 'is no origin'],
    [['cors', 'remove', 'https://b.example'], 'There is no entry for https://b.example'],
    [['audit', '--since', 'yesterday'], 'is no time'],
  ])(
    '%j fails with a one-line message',
    async (args, expected) => {
      const { code, errors } = await run(args);
      expect({ code, lines: errors.trim().split('\n').length }).toEqual({ code: 1, lines: 1 });
      expect(errors).toContain(expected);
    },
    60_000,
  );
});

test('a secrets file from before the feedback token gets one, and keeps its other secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lake-secrets-'));
  const path = join(folder, 'secrets.json');
  const old = { webhookSecret: 'a', siteToken: 'b', previewSecret: 'c' };
  writeFileSync(path, JSON.stringify(old));
  const made = readOrMakeSecrets(folder, { siteToken: () => 'new', feedbackToken: () => 'made' });
  expect(made).toEqual({ ...old, feedbackToken: 'made' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(made);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readOrMakeSecrets(folder, { siteToken: () => 'other', feedbackToken: () => 'other' })).toEqual(made);
  rmSync(folder, { recursive: true });
});
