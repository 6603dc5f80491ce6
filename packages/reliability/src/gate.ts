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
import { createDice, type Dice } from './fuzz/dice.ts';

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

const newsroom = [...oneOfEachType(), anImageAsset()];
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

/** Tries to publish what leads elsewhere than its field is for, in every field and by every way, `count` times. */
export async function gate(count: number): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gate-'));
  const token = await createToken(dataDir);
  const lake = await startLakeProcess({ dataDir });
  try {
    const send = senderTo(lake.url, token);
    await send('mutate', { mutations: newsroom.map((document) => ({ createOrReplace: document })) });
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
    const dice = createDice(number);
    const { document, path } = dice.is(0.5) ? wrongReference(dice) : wrongAddress(dice);
    const { status, body } = await publish(document, { number, dice, send });
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

/** A reference to what is gone, to a draft of it, or to another type than its field is for, also weakly. */
function wrongReference(dice: Dice): Attack {
  const { document, path, to } = dice.oneOf(references);
  const others = newsroom.filter(({ _id, _type }) => !to.some((type) => type === _type) && !_id.includes('.'));
  const _ref = dice.is(0.3) ? dice.oneOf(['gone', 'drafts.gone', 'versions.r.gone']) : dice.oneOf(others)._id;
  // Where nothing is, the lake refuses a strong one itself.
  const _weak = _ref.endsWith('gone') || dice.is(0.5);
  return { document: identified.parse(withFields(document, path, { _type: 'reference', _ref, _weak })), path };
}

function wrongAddress(dice: Dice): Attack {
  const hiding = dice.oneOf(spoofedAddresses);
  const either = dice.is(0.5) ? hiding : dice.oneOf(paths);
  const link = aLinkedParagraph('there', hiding);
  const inText: IssuePath = ['body', { _key: link._key }, 'markDefs', { _key: 'link' }, 'href'];
  return dice.oneOf([
    { document: aCallToAction({ url: either }), path: ['url'] },
    { document: aRedirect({ target: undefined, to: either }), path: ['to'] },
    { document: aReference({ url: hiding }), path: ['url'] },
    { document: aPerson({ profileUrls: [hiding] }), path: ['profileUrls', 0] },
    { document: aPage({ body: [link] }), path: inText },
  ]);
}

type Way = { number: number; dice: Dice; send: Send };

/** By a mutation, from a draft, or in a release: gives what the last request was answered, which must be a refusal. */
async function publish(document: Attack['document'], { number, dice, send }: Way): ReturnType<Send> {
  const { _id: publishedId } = document;
  const release = `attack-${number}`;
  const write = (_id: string) => send('mutate', { mutations: [{ createOrReplace: { ...document, _id } }] });
  const act = (actionType: string, more: object) => send('actions', { actions: [{ actionType, ...more }] });
  switch (dice.oneOf(['mutation', 'draft', 'release'])) {
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
