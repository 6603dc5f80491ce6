import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createToken, startLakeProcess } from '@bodytext/e2e/lake-process';
import type { Row } from '@bodytext/measure/measure';
import { everyReference, withFields } from '@bodytext/schema/every-reference';
import {
  aCallToAction,
  aLinkedParagraph,
  anImageAsset,
  aPage,
  aPerson,
  aRedirect,
  aReference,
  oneOfEachType,
} from '@bodytext/schema/fixtures';
import { type IssuePath, pathToString } from '@bodytext/schema/issue';
import { spoofedAddresses } from '@bodytext/schema/spoofed-addresses';
import { z } from 'zod';
import { createRandom, type Random } from './random.ts';

/** A document that must not be published, and the field that is why. */
type Attack = { document: { _id: string; _type: string }; path: IssuePath };

const identified = z.looseObject({ _id: z.string(), _type: z.string() });
const refusal = z.object({
  error: z.object({
    type: z.literal('publishRefusedError'),
    issues: z.array(
      z.object({
        path: z.array(z.union([z.string(), z.number(), z.object({ _key: z.string() })])),
        severity: z.string(),
      }),
    ),
  }),
});

const documents = [...oneOfEachType(), anImageAsset()];
const references = everyReference();
const paths = [
  '/nothing',
  '/back-pain/nothing',
  '/About',
  '/people/nobody',
  '/about/feed.xml',
  '/about\\..',
  '//evil.example',
];

/** Tries to publish references and addresses that their field does not allow, through mutations, drafts and releases. */
export async function gate(count: number): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gate-'));
  const token = await createToken(dataDir);
  const lake = await startLakeProcess({ dataDir });
  try {
    const send = senderTo(lake.url, token);
    await send('mutate', { mutations: documents.map((document) => ({ createOrReplace: document })) });
    return await attackTimes(count, send);
  } finally {
    await lake.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

type Send = (kind: 'mutate' | 'actions', body: object) => Promise<{ status: number; body: unknown }>;

function senderTo(url: string, token: string): Send {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (kind, body) => {
    const address = `${url}/v2025-02-19/data/${kind}/production`;
    const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
}

async function attackTimes(count: number, send: Send): Promise<Row[]> {
  let published = 0;
  let vague = 0;
  for (let number = 0; number < count; number += 1) {
    const random = createRandom(number);
    const { document, path } = random.chance(0.5) ? wrongReference(random) : wrongAddress(random);
    const { status, body } = await publish(document, { number, random, send });
    if (status < 400) published += 1;
    const issues = refusal.safeParse(body).data?.error.issues ?? [];
    const isNamed = issues.some(
      (issue) => issue.severity === 'blocks' && pathToString(issue.path) === pathToString(path),
    );
    if (!isNamed) vague += 1;
  }
  return [
    {
      name: 'references and addresses published that lead elsewhere than their fields are for',
      value: `${published} of ${count}`,
      bar: { text: 'none', met: published === 0 },
    },
    {
      name: 'refusals of them that do not name the field',
      value: `${vague} of ${count}`,
      bar: { text: 'none', met: vague === 0 },
    },
  ];
}

/** A strong or weak reference to a missing document, a draft, or a type that the field does not allow. */
function wrongReference(random: Random): Attack {
  const { document, path, to } = random.oneOf(references);
  const others = documents.filter(({ _id, _type }) => !to.some((type) => type === _type) && !_id.includes('.'));
  const _ref = random.chance(0.3) ? random.oneOf(['gone', 'drafts.gone', 'versions.r.gone']) : random.oneOf(others)._id;
  // Weak, as the store itself refuses a strong reference to a missing document before the gate runs.
  const _weak = _ref.endsWith('gone') || random.chance(0.5);
  return { document: identified.parse(withFields(document, path, { _type: 'reference', _ref, _weak })), path };
}

function wrongAddress(random: Random): Attack {
  const hiding = random.oneOf(spoofedAddresses);
  const either = random.chance(0.5) ? hiding : random.oneOf(paths);
  const link = aLinkedParagraph('there', hiding);
  const inText: IssuePath = ['body', { _key: link._key }, 'markDefs', { _key: 'link' }, 'href'];
  return random.oneOf([
    { document: aCallToAction({ url: either }), path: ['url'] },
    { document: aRedirect({ target: undefined, to: either }), path: ['to'] },
    { document: aReference({ url: hiding }), path: ['url'] },
    { document: aPerson({ profileUrls: [hiding] }), path: ['profileUrls', 0] },
    { document: aPage({ body: [link] }), path: inText },
  ]);
}

type Attempt = { number: number; random: Random; send: Send };

/** Publishes by a mutation, from a draft or in a release; returns the last response, which must be a refusal. */
async function publish(document: Attack['document'], { number, random, send }: Attempt): ReturnType<Send> {
  const { _id: publishedId } = document;
  const release = `attack-${number}`;
  const write = (_id: string) => send('mutate', { mutations: [{ createOrReplace: { ...document, _id } }] });
  const act = (actionType: string, more: object) => send('actions', { actions: [{ actionType, ...more }] });
  switch (random.oneOf(['mutation', 'draft', 'release'])) {
    case 'draft':
      await write(`drafts.${publishedId}`);
      return act('sanity.action.document.publish', { draftId: `drafts.${publishedId}`, publishedId });
    case 'release':
      await act('sanity.action.release.create', { releaseId: release });
      await write(`versions.${release}.${publishedId}`);
      return act('sanity.action.release.publish', { releaseId: release });
    default:
      return write(publishedId);
  }
}
