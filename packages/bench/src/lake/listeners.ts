import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLakeProcess } from '@bodytext/e2e/lake-process';
import { openLake } from '@bodytext/lake/lake';
import { inMilliseconds, quantile, type Row } from '@bodytext/measure/measure';

const allowanceMs = 100;
/** This many Studios have the edited document open; the others each have another one. */
const studiosOfEdited = 10;
const body = 'What there is to say about it, in five kilobytes. '.repeat(100);
const pauseMs = 20;

/** The listeners of one Studio with a document open, with the queries that it sends. */
function listenersOf(documentId: string): Record<string, string>[] {
  const pair = JSON.stringify([documentId, `drafts.${documentId}`]);
  const all = { includeAllVersions: 'true' };
  return [
    { query: '*[_type=="system.release" && _id in path("_.releases.*")]', visibility: 'query', ...all },
    { query: '*[_type == $type]', $type: '"note"', visibility: 'query', ...all },
    { query: '*', effectFormat: 'mendoza', includeMutations: 'false', visibility: 'query', ...all },
    { query: '*[_id in $ids]', $ids: pair, effectFormat: 'mendoza', enableResume: 'true', ...all },
    { query: '*[sanity::versionOf($id)]', $id: JSON.stringify(documentId), includeMutations: 'false', ...all },
    { query: '*[references($id) && _system.group._ref != $id]', $id: JSON.stringify(documentId), ...all },
  ];
}

/** The time from sending an edit until each matching listener has its event: with one listener, and with many Studios. */
export async function listeners(studios = 100, edits = 50): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'listeners-'));
  const [writer = '', ...tokens] = await prepare(dataDir, studios);
  const lake = await startLakeProcess({ dataDir });
  const target = { url: lake.url, token: writer };
  const open: EventStream[] = [];
  try {
    await edit(target, 'warm-up');
    const lone = await listen(lake.url, writer, { query: '*', includeAllVersions: 'true' });
    open.push(lone);
    // Before and after, so that other load on the machine affects both.
    const before = await timesOf(target, [lone], edits / 2, 'before');
    for (const [index, token] of tokens.entries()) {
      const documentId = index < studiosOfEdited ? 'edited' : `other-${index}`;
      open.push(
        ...(await Promise.all(listenersOf(documentId).map((parameters) => listen(lake.url, token, parameters)))),
      );
    }
    const many = await timesOf(target, open, edits, 'many');
    for (const stream of open) if (stream !== lone) stream.socket.destroy();
    const after = await timesOf(target, [lone], edits / 2, 'after');
    return rowsOf([...before, ...after], many, studios, open.length);
  } finally {
    for (const stream of open) stream.socket.destroy();
    await lake.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function rowsOf(alone: number[], many: number[], studios: number, streams: number): Row[] {
  const [one, all] = [quantile(alone, 0.99), quantile(many, 0.99)];
  return [
    { name: 'an edit reaches one listener, p99', value: inMilliseconds(one) },
    {
      name: `an edit reaches ${studios} open Studios (${streams} streams), p99 of ${many.length} deliveries`,
      value: inMilliseconds(all),
      ratio: all / one,
      bar: { text: `under ${allowanceMs} ms over one listener's`, met: all - one < allowanceMs },
    },
    { name: 'the same, median', value: inMilliseconds(quantile(many, 0.5)) },
  ];
}

/** Creates the tokens and the open documents before the lake is started. */
async function prepare(dataDir: string, studios: number): Promise<string[]> {
  const url = 'http://localhost';
  const lake = openLake({ dataDir, urls: { lake: url, studio: url, site: url } });
  const tokens = Array.from({ length: studios + 1 }, (_, n) => lake.people.createToken('administrator', `Studio ${n}`));
  const writer = lake.main.actor(lake.holderOf(tokens[0]));
  const ids = ['edited', ...Array.from({ length: studios }, (_, n) => `other-${n}`)];
  await lake.main.mutate(
    writer,
    ids.map((_id) => ({ create: { _id, _type: 'note', body } })),
  );
  await lake.close();
  return tokens;
}

/** One open event stream; `onEdit` is called for each edit's event. */
type EventStream = { socket: Socket; matchesEdited: boolean; onEdit: (transactionId: string) => void };

function listen(url: string, token: string, parameters: Record<string, string>): Promise<EventStream> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const isOfEdited =
    parameters.query === '*' || parameters.$type !== undefined || parameters.$ids?.includes('"edited"') === true;
  const stream: EventStream = { socket, matchesEdited: isOfEdited || isVersionsOfEdited(parameters), onEdit: () => {} };
  const path = `/v2025-02-19/data/listen/production?${new URLSearchParams(parameters)}`;
  socket.write(`GET ${path} HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  socket.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('A stream was closed before it said welcome.')));
    socket.on('data', (chunk) => {
      if (chunk.includes('event: welcome')) resolve(stream);
      for (const [, id] of String(chunk).matchAll(/"transactionId":"(edit-[^"]+)"/g)) if (id) stream.onEdit(id);
    });
  });
}

function isVersionsOfEdited({ query = '', $id }: Record<string, string>): boolean {
  return query.includes('versionOf') && $id === '"edited"';
}

/** The latency of each delivery of each edit. */
async function timesOf(target: Target, open: EventStream[], edits: number, name: string): Promise<number[]> {
  const times: number[] = [];
  const matching = open.filter(({ matchesEdited }) => matchesEdited);
  for (let n = 0; n < edits; n += 1) {
    const id = `edit-${name}-${n}`;
    const start = performance.now();
    const delivered = matching.map(
      (stream) =>
        new Promise<void>((resolve) => {
          stream.onEdit = (transactionId) => {
            if (transactionId !== id) return;
            times.push(performance.now() - start);
            resolve();
          };
        }),
    );
    await Promise.all([edit(target, id), ...delivered]);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return times;
}

type Target = { url: string; token: string };

async function edit({ url, token }: Target, transactionId: string): Promise<void> {
  const patch = { id: 'edited', set: { title: `Edited in ${transactionId}` } };
  const answer = await fetch(`${url}/v2025-02-19/data/mutate/production`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ mutations: [{ patch }], transactionId }),
  });
  if (!answer.ok) throw new Error(`An edit was answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}
