import { setTimeout as pause } from 'node:timers/promises';
import type { SecretLake } from './leak-lakes.ts';
import { type Chance, listenerQuery } from './leak-questions.ts';
import { type Leak, type Reader, withoutChance } from './leaks.ts';

type Task = { chance: Chance; listened: number; reader: Reader; lakes: [SecretLake, SecretLake] };

const options = ['includeResult=true&includePreviousRevision=true', 'effectFormat=mendoza', 'includeMutations=false'];
let rounds = 0;

/** Opens the same streams of both lakes, lets both write in secret and in public, and compares what the streams told. */
export async function listenerDifferences({ chance, listened, reader, lakes }: Task): Promise<Leak[]> {
  const asked = Array.from({ length: listened }, (_, index) => (index % 8 === 0 ? livePath() : listenPath(chance)));
  const heard = await Promise.all(lakes.map((lake) => listen(asked, lake, reader.token(lake))));
  const last = `open-last-${++rounds}`;
  for (const lake of lakes) await write(lake, last, reader);
  const told = await Promise.all(heard.map((streams) => Promise.all(streams.map((stream) => stream.until(last)))));
  return asked.flatMap((path, index) => {
    const answers: [string, string] = [told[0]?.[index] ?? '', told[1]?.[index] ?? ''];
    const isTold = lakes.some(({ secret }) => !path.includes(secret) && answers.join().includes(secret));
    return answers[0] === answers[1] && !isTold
      ? []
      : [{ reader: reader.name, asked: decodeURIComponent(path), answers }];
  });
}

function livePath(): string {
  return '/v1/data/live/events/production';
}

/** Every listener also hears of one document that all may read, so that it is known when it has heard everything. */
function listenPath(chance: Chance): string {
  const query = encodeURIComponent(`*[_id == "offer-last" || (${listenerQuery(chance).slice(2, -1)})]`);
  return `/v1/data/listen/production?query=${query}&includeAllVersions=true&${chance.oneOf(options)}`;
}

/** What is done in secret is done more in one lake than in the other, and before what is done in public. */
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
  // A document becomes one that some may not read, holds a secret while it is, and is open again.
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
  let isOver = false;
  const reading = (async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  })()
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  await until(() => /event: (?:welcome|channelError)/.test(text) || isOver);
  return {
    /** All that was told, once the last event has come. */
    async until(last: string): Promise<string> {
      await until(() => isOver || text.includes(`"${last}"`) || text.includes(`id: ${last}`));
      stop.abort();
      await reading;
      return withoutChance(text.replaceAll(/^:\n\n/gm, ''));
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
