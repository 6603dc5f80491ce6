import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createToken, startLakeProcess } from '@bodytext/e2e/lake-process';
import type { Row } from '@bodytext/measure/measure';
import { createClient, type SanityClient } from '@sanity/client';
import { z } from 'zod';
import { createRandom, type Random } from './random.ts';

/** The gate has no rules for `system.` types, so that only restoring is tested. */
const type = 'system.note';
const maxTargets = 6;
const history = z.object({ documents: z.array(z.looseObject({ _type: z.string() })) });

type Reference = { _type: 'reference'; _key: string; _ref: string; _weak?: boolean; _strengthenOnPublish?: object };

/** A changed or deleted document, some of whose references' targets were deleted afterwards. */
type Lost = { number: number; id: string; references: Reference[]; gone: Set<string>; revision: string };

/** Deletes targets of references, then restores the documents that referred to them, as the Studio does. */
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
    const random = createRandom(number);
    const [name, restore] = random.oneOf(Object.entries(ways));
    try {
      const lost = await lose(number, { random, client, isDeleted: name === 'a deleted document' });
      const back = await restore(lost, client);
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

type Losing = { random: Random; client: SanityClient; isDeleted: boolean };

async function lose(number: number, { random, client, isDeleted }: Losing): Promise<Lost> {
  const id = `way-${number}`;
  const targets = ['0', ...random.upTo(maxTargets, () => '')].map((_, index) => `${id}-target-${index}`);
  const references = targets.map((_ref, index) => ({ _type: 'reference' as const, _key: `k${index}`, _ref }));
  const creating = targets.reduce((transaction, _id) => transaction.create({ _id, _type: type }), client.transaction());
  await creating.commit();
  const { _rev: revision } = await client.create({ _id: id, _type: type, deep: [{ _key: 'd', references }] });
  await client.patch(id).unset(['deep']).commit();
  if (isDeleted) await client.delete(id);
  const gone = new Set(targets.filter(() => random.chance(0.5)));
  for (const target of gone) await client.delete(target);
  return { number, id, references, gone, revision };
}

/** The references as they must be stored: weakened where their targets are gone. */
function deepIn({ references, gone }: Lost): object {
  const stored = references.map((reference) =>
    gone.has(reference._ref) ? { ...reference, _weak: true, _strengthenOnPublish: { type } } : reference,
  );
  return [{ _key: 'd', references: stored }];
}

/** Returns the id of the restored document. */
type Restore = (lost: Lost, client: SanityClient) => Promise<string>;

const ways: Record<string, Restore> = {
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
    // The targets exist until the release is archived.
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

/** The revision as the Studio sends it back: without `_updatedAt`. */
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
