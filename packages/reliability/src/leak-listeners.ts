import { setTimeout as pause } from 'node:timers/promises';
import { type Leak, type Reader, withoutVolatile } from './leak.ts';
import { listenerQuery } from './leak-requests.ts';
import type { Random } from './random.ts';
import type { SecretLake } from './secret-lakes.ts';

type Task = { random: Random; listened: number; reader: Reader; lakes: [SecretLake, SecretLake] };

const options = ['includeResult=true&includePreviousRevision=true', 'effectFormat=mendoza', 'includeMutations=false'];
let rounds = 0;

/** Opens the same streams of both lakes, writes hidden and public documents to both, and compares the events. */
export async function listenerDifferences({ random, listened, reader, lakes }: Task): Promise<Leak[]> {
  const paths = Array.from({ length: listened }, (_, index) => (index % 8 === 0 ? livePath() : listenPath(random)));
  const streams = await Promise.all(lakes.map((lake) => listen(paths, lake, reader.token(lake))));
  const last = `open-last-${++rounds}`;
  for (const lake of lakes) await write(lake, last, reader);
  const events = await Promise.all(streams.map((ofLake) => Promise.all(ofLake.map((stream) => stream.until(last)))));
  return paths.flatMap((path, index) => {
    const responses: [string, string] = [events[0]?.[index] ?? '', events[1]?.[index] ?? ''];
    const hasSecret = lakes.some(({ secret }) => !path.includes(secret) && responses.join().includes(secret));
    return responses[0] === responses[1] && !hasSecret
      ? []
      : [{ reader: reader.name, request: decodeURIComponent(path), responses }];
  });
}

function livePath(): string {
  return '/v1/data/live/events/production';
}

/** The filter also matches one public document: its last change marks the end of the comparison. */
function listenPath(random: Random): string {
  const query = encodeURIComponent(`*[_id == "offer-last" || (${listenerQuery(random).slice(2, -1)})]`);
  return `/v1/data/listen/production?query=${query}&includeAllVersions=true&${random.oneOf(options)}`;
}

/** Hidden writes come first, and their number differs between the lakes. */
async function write(lake: SecretLake, last: string, reader: Reader): Promise<void> {
  const { secret, commit } = lake;
  const times = secret.startsWith('x') ? 1 : 3;
  for (let index = 0; index < times; index += 1) {
    const set = { title: `${secret} ${last} ${index}` };
    await commit(`secret-${secret}-${last}-${index}`, [
      { patch: { id: 'drafts.open', set } },
      { patch: { id: 'secret.plan', set } },
      { create: { _id: `secret.made-${last}-${index}`, _type: secret } },
    ]);
  }
  await commit(`open-before-${last}`, [
    { patch: { id: 'offer', inc: { n: 1 } } },
    { patch: { id: 'open', inc: { n: 1 } } },
  ]);
  // A document leaves the role's grant, contains the secret meanwhile, and returns.
  const title = reader.mayReadNotes ? 'Second note' : secret;
  await commit(`open-turned-${last}`, [{ patch: { id: 'offer-two', set: { withdrawn: true, title } } }]);
  await commit(`open-back-${last}`, [{ patch: { id: 'offer-two', set: { withdrawn: false, title: 'Second offer' } } }]);
  await commit(last, [{ createOrReplace: { _id: 'offer-last', _type: 'offer', last } }]);
}

async function listen(paths: string[], lake: SecretLake, token: string | undefined) {
  return Promise.all(paths.map((path) => openStream(lake.url + path, token)));
}

async function openStream(address: string, token: string | undefined) {
  const stop = new AbortController();
  const answer = await fetch(address, {
    signal: stop.signal,
    headers: { accept: 'text/event-stream', ...(token && { authorization: `Bearer ${token}` }) },
  });
  let text = `${answer.status}\n`;
  let isClosed = false;
  const reading = (async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  })()
    .catch(() => {})
    .finally(() => {
      isClosed = true;
    });
  await until(() => /event: (?:welcome|channelError)/.test(text) || isClosed);
  return {
    /** All events up to the given one. */
    async until(last: string): Promise<string> {
      await until(() => isClosed || text.includes(`"${last}"`) || text.includes(`id: ${last}`));
      stop.abort();
      await reading;
      return withoutVolatile(text.replaceAll(/^:\n\n/gm, ''));
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('A stream never told what it had to.');
    await pause(5);
  }
}
