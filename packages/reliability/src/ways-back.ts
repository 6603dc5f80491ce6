import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createToken, startLakeProcess } from '@bodytext/e2e/lake-process';
import type { Row } from '@bodytext/measure/measure';
import { createClient, type SanityClient } from '@sanity/client';
import { z } from 'zod';
import { createDice, type Dice } from './fuzz/dice.ts';

/** The lake's own documents, of which the newsroom has no rules: what is tried is how they come back. */
const type = 'system.note';
const mostTargets = 6;
const history = z.object({ documents: z.array(z.looseObject({ _type: z.string() })) });

type Reference = { _type: 'reference'; _key: string; _ref: string; _weak?: boolean; _strengthenOnPublish?: object };

/** A document that refers to others, some of which are deleted after it was changed or deleted itself. */
type Lost = { number: number; id: string; references: Reference[]; gone: Set<string>; revision: string };

/** Lets documents lose what they refer to, and brings them back as the Studio does, `count` times. */
export async function waysBack(count: number): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ways-back-'));
  const token = await createToken(dataDir);
  const lake = await startLakeProcess({ dataDir });
  try {
    return await tryTimes(count, clientOf(lake.url, token));
  } finally {
    await lake.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function clientOf(apiHost: string, token: string): SanityClient {
  const settings = { projectId: 'bodytext', dataset: 'production', apiVersion: '2025-02-19' };
  return createClient({ ...settings, apiHost, token, useProjectHostname: false, useCdn: false, perspective: 'raw' });
}

async function tryTimes(count: number, client: SanityClient): Promise<Row[]> {
  const failed: string[] = [];
  let changed = 0;
  for (let number = 0; number < count; number += 1) {
    const dice = createDice(number);
    const [name, bringBack] = dice.oneOf(Object.entries(ways));
    try {
      const lost = await lose(number, { dice, client, isDeleted: name === 'a deleted document' });
      const back = await bringBack(lost, client);
      if (!isDeepStrictEqual((await client.getDocument(back))?.deep, deepIn(lost))) changed += 1;
    } catch (error) {
      failed.push(`${name}, ${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return [
    {
      name: 'ways back that failed, with targets that are gone',
      value: failed[0] ? `${failed.length} of ${count}, such as ${failed[0]}` : `0 of ${count}`,
      bar: { text: 'none', met: failed.length === 0 },
    },
    {
      name: 'documents that came back with other references',
      value: `${changed} of ${count}`,
      bar: { text: 'none', met: changed === 0 },
    },
  ];
}

type Losing = { dice: Dice; client: SanityClient; isDeleted: boolean };

async function lose(number: number, { dice, client, isDeleted }: Losing): Promise<Lost> {
  const id = `way-${number}`;
  const targets = ['0', ...dice.some(mostTargets, () => '')].map((_, index) => `${id}-target-${index}`);
  const references = targets.map((_ref, index) => ({ _type: 'reference' as const, _key: `k${index}`, _ref }));
  const creating = targets.reduce((transaction, _id) => transaction.create({ _id, _type: type }), client.transaction());
  await creating.commit();
  const { _rev: revision } = await client.create({ _id: id, _type: type, deep: [{ _key: 'd', references }] });
  await client.patch(id).unset(['deep']).commit();
  if (isDeleted) await client.delete(id);
  const gone = new Set(targets.filter(() => dice.is(0.5)));
  for (const target of gone) await client.delete(target);
  return { number, id, references, gone, revision };
}

/** How the references must be stored: weak where their targets are gone. */
function deepIn({ references, gone }: Lost): object {
  const stored = references.map((reference) =>
    gone.has(reference._ref) ? { ...reference, _weak: true, _strengthenOnPublish: { type } } : reference,
  );
  return [{ _key: 'd', references: stored }];
}

/** Gives the id under which the document is back. */
type Way = (lost: Lost, client: SanityClient) => Promise<string>;

const ways: Record<string, Way> = {
  async 'an older revision'({ id, revision }, client) {
    const attributes = await documentAt(`${id}?revision=${revision}`, `drafts.${id}`, client);
    await act(client, { actionType: 'sanity.action.document.replaceDraft', publishedId: id, attributes });
    return attributes._id;
  },

  async 'a deleted document'({ id, revision }, client) {
    const attributes = await documentAt(`${id}?revision=${revision}`, `drafts.${id}`, client);
    const draft = { publishedId: id, attributes };
    await act(
      client,
      { actionType: 'sanity.action.document.create', ...draft, ifExists: 'fail' },
      { actionType: 'sanity.action.document.replaceDraft', ...draft },
    );
    return attributes._id;
  },

  async 'a release that is reverted'({ number, id, revision }, client) {
    const releaseId = `revert-${number}`;
    await client.releases.create({ releaseId, metadata: {} });
    return createVersion(releaseId, id, await documentAt(`${id}?revision=${revision}`, id, client), client);
  },

  async 'a release that is unarchived'({ number, id, references, gone }, client) {
    const releaseId = `archive-${number}`;
    await client.releases.create({ releaseId, metadata: {} });
    // Its targets are there once more until it is archived.
    for (const _id of gone) await client.create({ _id, _type: type });
    const document = { _id: id, _type: type, deep: [{ _key: 'd', references }] };
    const version = await createVersion(releaseId, id, document, client);
    await client.releases.archive({ releaseId });
    for (const _id of gone) await client.delete(_id);
    await client.releases.unarchive({ releaseId });
    return version;
  },
};

async function createVersion(releaseId: string, publishedId: string, document: object, client: SanityClient) {
  const _id = `versions.${releaseId}.${publishedId}`;
  const actionType = 'sanity.action.document.version.create';
  await act(client, { actionType, publishedId, document: { ...document, _id } });
  return _id;
}

/** As the Studio sends it back: all but when it was changed. */
async function documentAt(moment: string, _id: string, client: SanityClient) {
  const answer: unknown = await client.request({ url: `/data/history/production/documents/${moment}` });
  const [document] = history.parse(answer).documents;
  if (!document) throw new Error(`The history has no ${moment}.`);
  const { _updatedAt, ...content } = document;
  return { ...content, _id };
}

function act(client: SanityClient, ...actions: object[]): Promise<unknown> {
  return client.request({ method: 'POST', url: '/data/actions/production', body: { actions } });
}
