import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { SanityClient } from '@sanity/client';
import { z } from 'zod';
import { type Config, readConfig } from './config.ts';
import { importArticle } from './import-article.ts';
import { connect } from './lake.ts';
import { parseArticle } from './parse-article.ts';
import { ImportProblem } from './problem.ts';
import { maxFileBytes, readText } from './read-text.ts';
import { type FileReport, reportImport, reportProblem, reportToText } from './report.ts';

const usage = `npm run import -- FILE… [--json] [--update]

Makes drafts of plain-text articles.

  --update  also make drafts of articles that are published with another text
  --json    report to programs: one JSON document

Ends with 0 if every file is in the newsroom, 1 if one is not, 2 if the command can’t be understood.
`;

const command = z.object({
  files: z.array(z.string()).min(1, { error: 'Which file? Give the path of a plain-text article.' }),
  json: z.boolean().default(false),
  update: z.boolean().default(false),
});

process.exitCode = await main(process.argv.slice(2), process.env);

async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  if (args.includes('--help')) return print(usage, 0);
  let input: { command: z.output<typeof command>; config: Config };
  try {
    input = { command: readCommand(args), config: readConfig(env) };
  } catch (error) {
    return printError(`${sentenceOf(error)}\n\n${usage}`, 2);
  }
  const { files, json, update } = input.command;
  const reports = await importFiles(files, update, input.config, env.INIT_CWD ?? process.cwd());
  const ok = reports.every(({ outcome }) => outcome !== 'failed');
  return print(
    json ? JSON.stringify({ ok, files: reports }, null, 2) : reports.map(reportToText).join('\n\n'),
    ok ? 0 : 1,
  );
}

/** Imports each file by itself, also after one has failed. */
async function importFiles(files: string[], update: boolean, config: Config, folder: string) {
  const reports: FileReport[] = [];
  let connection: Promise<SanityClient> | undefined;
  for (const file of files) {
    try {
      const text = parseArticle(await readSource(resolve(folder, file)));
      connection ??= connect(config);
      const client = await connection;
      const imported = await importArticle(client, text, update);
      reports.push(await reportImport(client, file, imported, config.studioUrl));
    } catch (error) {
      if (!(error instanceof ImportProblem)) throw error;
      reports.push(reportProblem(file, error));
    }
  }
  return reports;
}

async function readSource(path: string): Promise<string> {
  try {
    // A large file is rejected without reading it into memory.
    const { size } = await stat(path);
    return readText(size > maxFileBytes ? new Uint8Array(maxFileBytes + 1) : await readFile(path));
  } catch (error) {
    if (error instanceof ImportProblem) throw error;
    throw new ImportProblem('fileUnreadable', `The file can’t be read: ${reasonOf(error)}.`);
  }
}

/** Node's message is "ENOENT: no such file or directory, stat '/x'". */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^[A-Z]+: /, '').replace(/, \w+ .*$/, '');
}

function readCommand(args: string[]): z.output<typeof command> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, update: { type: 'boolean' } },
  });
  return command.parse({ ...values, files: positionals });
}

function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join('\n');
  return error instanceof Error ? error.message : String(error);
}

function print(text: string, exitCode: number): number {
  process.stdout.write(`${text.trimEnd()}\n`);
  return exitCode;
}

function printError(text: string, exitCode: number): number {
  process.stderr.write(`${text.trimEnd()}\n`);
  return exitCode;
}
