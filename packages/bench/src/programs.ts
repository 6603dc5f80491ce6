import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ended, said } from '@bodytext/e2e/child';
import { freePort } from '@bodytext/e2e/free-ports';
import type { Newsroom } from '@bodytext/e2e/newsroom';
import type { Row } from '@bodytext/measure/measure';
import { descendantsOf, type Resident, residentMemory } from '@bodytext/measure/memory';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Found by a part of their command lines, as the starter between them is no server. */
const programs = [
  { name: 'the lake, which serves the Studio', command: 'apps/lake/src/main.mjs serve' },
  { name: 'the site', command: 'apps/web/src/main.ts' },
];

/**
 * Memory of the lake and the site after a start, and what a third process for the Studio would add: at least that of the
 * static file server for a Studio of a project hosted by Sanity.
 */
export async function memoryOfPrograms(newsroom: Newsroom): Promise<Row[]> {
  await Promise.all([newsroom.siteUrl, newsroom.studioUrl].map(visit));
  const descendants = descendantsOf(newsroom.pid);
  const found = programs.map(({ name, command }) => {
    const pid = descendants.find((program) => program.command.includes(command))?.pid;
    if (pid === undefined) throw new Error(`${name} does not run.`);
    return { name, memory: residentMemory(pid) };
  });
  const both = found.reduce((sum, { memory }) => add(sum, memory), { all: 0, own: 0 });
  return [
    ...found.map(({ name, memory }) => row(`memory of ${name}`, memory)),
    row('memory of both programs', both),
    row('saved at least: a third program that sends the Studio’s files', await memoryOfStudioServer()),
  ];
}

async function memoryOfStudioServer(): Promise<Resident> {
  const port = await freePort();
  const env = { ...process.env, STUDIO_PORT: String(port), SANITY_PROJECT_ID: 'abc123' };
  const server = spawn(process.execPath, ['studio/src/hosted/main.ts'], { cwd: root, env });
  try {
    await said(server, /The Studio is at/);
    await visit(`http://localhost:${port}`);
    return residentMemory(server.pid ?? 0);
  } finally {
    await ended(server, 'SIGTERM');
  }
}

/** Loads the page with its scripts and stylesheets, as a browser does. */
async function visit(url: string): Promise<void> {
  const page = await (await fetch(url)).text();
  const files = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path);
  for (const file of files) await (await fetch(new URL(file, url))).arrayBuffer();
}

function add(one: Resident, other: Resident): Resident {
  return { all: one.all + other.all, own: one.own + other.own };
}

function row(name: string, { all, own }: Resident): Row {
  return { name, value: `${Math.round(all)} MB, ${Math.round(own)} MB of it shared with nobody` };
}
