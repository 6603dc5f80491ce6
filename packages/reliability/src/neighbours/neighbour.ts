import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

export const classes = ['reads', 'writes', 'pictures'] as const;
export type RequestClass = (typeof classes)[number];
export type Times = Record<RequestClass, number[]>;

export type NeighbourOf = {
  url: string;
  token: string;
  /** The slug of the article that is read, and the id of the one whose draft is written. */
  slug: string;
  id: string;
  /** A photograph; each request is for a crop that is not cached. */
  picture: string;
};

/** A modest caller: one request at a time, with a pause between. */
export type Neighbour = {
  /** Latencies of so many rounds of all classes, and of more until `minMs` have passed. */
  measure(rounds: number, minMs: number): Promise<Times>;
  /** Wrong responses and errors so far. */
  wrong: string[];
  close(): void;
};

const pauseMs = 5;
/** Most requests of real users are reads. */
const readsPerRound = 3;
const found = z.object({ result: z.object({ slug: z.object({ current: z.string() }) }) });
const stored = z.object({ results: z.array(z.object({ id: z.string() })).length(1) });

export function createNeighbour({ url, token, slug, id, picture }: NeighbourOf): Neighbour {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const wrong: string[] = [];
  let count = 0;

  const sendRequest: Record<RequestClass, () => Promise<void>> = {
    async reads() {
      const query = '*[_type == "article" && slug.current == $slug][0]';
      // A new tag each time, so that the query cache has no result.
      const parameters = new URLSearchParams({ query, $slug: JSON.stringify(slug), tag: `modest${count}` });
      const { body } = await send('GET', `/v2025-02-19/data/query/production?${parameters}`);
      if (found.parse(JSON.parse(String(body))).result.slug.current !== slug) throw new Error('another article came');
    },
    async writes() {
      const mutations = [{ patch: { id: `drafts.${id}`, set: { headline: `Headline ${count}` } } }];
      const { body } = await send(
        'POST',
        '/v2025-02-19/data/mutate/production?returnIds=true&visibility=async',
        JSON.stringify({ mutations }),
      );
      if (stored.parse(JSON.parse(String(body))).results[0]?.id !== `drafts.${id}`)
        throw new Error('something else was written');
    },
    async pictures() {
      const part = `rect=${count % 500},${Math.floor(count / 500) % 300},300,300`;
      const { body, type } = await send('GET', `/images/bodytext/production/${picture}?${part}&w=100`);
      if (type !== 'image/jpeg' || body.length === 0) throw new Error(`a picture came as ${type}`);
    },
  };

  async function timed(kind: RequestClass, times: Times): Promise<void> {
    count += 1;
    const start = performance.now();
    try {
      await sendRequest[kind]();
    } catch (error) {
      wrong.push(`${kind}: ${String(error).slice(0, 300)}`);
    }
    times[kind].push(performance.now() - start);
    await pause(pauseMs);
  }

  function send(method: string, path: string, sent?: string): Promise<{ body: Buffer; type: string | undefined }> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'x-forwarded-for': '192.0.2.1',
        ...(sent !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
      };
      const outgoing = request(
        { host: '127.0.0.1', port: new URL(url).port, method, path, agent, headers },
        (incoming) => {
          buffer(incoming).then((body) => {
            if (incoming.statusCode === 200) resolve({ body, type: incoming.headers['content-type'] });
            else reject(new Error(`answered ${incoming.statusCode}: ${String(body)}`));
          }, reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(sent);
    });
  }

  return {
    wrong,
    close: () => agent.destroy(),
    async measure(rounds, minMs) {
      const times: Times = { reads: [], writes: [], pictures: [] };
      const end = performance.now() + minMs;
      for (let round = 0; round < rounds || performance.now() < end; round += 1) {
        for (let read = 0; read < readsPerRound; read += 1) await timed('reads', times);
        await timed('writes', times);
        await timed('pictures', times);
      }
      return times;
    },
  };
}
