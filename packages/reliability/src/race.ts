import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToken, startLakeProcess } from '@bodytext/e2e/lake-process';
import type { Row } from '@bodytext/measure/measure';
import { createClient, type SanityClient } from '@sanity/client';
import { z } from 'zod';

const writers = 32;
const id = 'race';
const type = 'system.note';
const conflict = z.object({
  statusCode: z.literal(409),
  details: z.object({
    items: z.tuple([z.object({ error: z.object({ type: z.literal('documentRevisionIDDoesNotMatchError') }) })]),
  }),
});

type Outcome = 'won' | 'refused' | 'failed';

/** In each round all writers patch the same revision with `ifRevisionID`: exactly one may succeed. */
export async function race(rounds: number): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'race-'));
  const token = await createToken(dataDir);
  const lake = await startLakeProcess({ dataDir });
  try {
    const clients = Array.from({ length: writers }, () => clientOf(lake.url, token));
    return await runRounds(clients, rounds);
  } finally {
    await lake.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function clientOf(apiHost: string, token: string): SanityClient {
  const settings = { projectId: 'bodytext', dataset: 'production', apiVersion: '2025-02-19' };
  return createClient({ ...settings, apiHost, token, useProjectHostname: false, useCdn: false, perspective: 'raw' });
}

async function runRounds(clients: SanityClient[], rounds: number): Promise<Row[]> {
  const [first] = clients;
  if (!first) throw new Error('A race needs writers.');
  let { _rev: revision } = await first.createOrReplace({ _id: id, _type: type, by: -1 });
  let fair = 0;
  let failed = 0;
  for (let round = 0; round < rounds; round += 1) {
    const outcomes = await Promise.all(clients.map((client, by) => patch(client, by, revision)));
    const winners = outcomes.flatMap((outcome, by) => (outcome === 'won' ? [by] : []));
    const stored = await first.getDocument(id);
    if (winners.length === 1 && stored?.by === winners[0] && stored?._rev !== revision) fair += 1;
    failed += outcomes.filter((outcome) => outcome === 'failed').length;
    revision = stored?._rev ?? revision;
  }
  return [
    {
      name: `revisions with one winner of ${writers} writers`,
      value: `${fair} of ${rounds}`,
      bar: { text: 'all', met: fair === rounds },
    },
    {
      name: 'losers told anything but the conflict',
      value: `${failed} of ${rounds * (writers - 1)}`,
      bar: { text: 'none', met: failed === 0 },
    },
  ];
}

function patch(client: SanityClient, by: number, revision: string): Promise<Outcome> {
  const writing = client.patch(id).ifRevisionId(revision).set({ by }).commit();
  return writing.then(
    () => 'won',
    (error: unknown) => (conflict.safeParse(error).success ? 'refused' : 'failed'),
  );
}
