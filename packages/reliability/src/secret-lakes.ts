import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutation } from '@bodytext/lake/mutate/mutation';
import { lakeItself } from '@bodytext/lake/people/actor';
import type { LakePlugin } from '@bodytext/lake/plugin';
import { type RunningLake, startLake } from '@bodytext/lake/server';

/** A lake whose hidden documents contain a secret word. */
export type SecretLake = RunningLake & {
  secret: string;
  /** Its role may read offers only. */
  offersToken: string;
  administratorToken: string;
  commit(id: string, mutations: Mutation[]): Promise<void>;
  stop(): Promise<void>;
};

const offersOnly: LakePlugin = {
  roles: {
    marketer: {
      grants: [
        { filter: '_type == "offer" && !(withdrawn == true)', permissions: ['create', 'read', 'update', 'history'] },
      ],
    },
  },
};

/** Public documents, equal in both lakes. */
const open: Mutation[] = [
  { create: note('open', { title: 'Open note', body: text('words for all'), n: 3 }) },
  { create: note('other', { title: 'Other note', n: 1, to: reference('open') }) },
  { create: note('bare', { n: 2 }) },
  { create: { ...note('offer', { title: 'Open offer', n: 5, to: reference('hidden') }), _type: 'offer' } },
  { create: { ...note('offer-two', { title: 'Second offer', to: reference('drafts.open') }), _type: 'offer' } },
  { create: note('formerly', { title: 'Formerly something else' }) },
];

/** Hidden documents, whose contents and number differ between the lakes: drafts, versions and ids with a dot. */
function secrets(word: string, amount: number): Mutation[] {
  const hidden = { title: word, body: text(word), word, n: amount, to: reference(`${word}-topic`), url: { [word]: 1 } };
  return [
    { create: note('drafts.open', { ...hidden, to: reference('other') }) },
    { create: note('versions.rSpring.open', hidden) },
    { create: note('secret.plan', { ...hidden, to: reference('open') }) },
    {
      create: {
        ...note('_.releases.rSpring', { metadata: { title: word, releaseType: 'asap' }, state: 'active' }),
        _type: 'system.release',
      },
    },
    { create: { ...note('secret.settings', hidden), _type: 'system.settings' } },
    { create: { ...note('drafts.offer-three', hidden), _type: word } },
    // Drafts and versions in one lake only: they must not hide the published documents from callers who can't read them.
    ...(amount > 5
      ? [
          { create: note('drafts.bare', hidden) },
          { create: { ...note('drafts.offer', hidden), _type: word } },
          { create: note('versions.rSpring.other', hidden) },
        ]
      : []),
    ...Array.from({ length: amount }, (_, index) => ({
      create: note(`drafts.more-${index}`, { ...hidden, to: reference(index % 2 === 0 ? 'open' : 'bare') }),
    })),
  ];
}

/**
 * Two lakes with the same public documents and different hidden ones: a caller without rights who can tell them apart
 * has found a leak.
 */
export async function openSecretLakes(): Promise<[SecretLake, SecretLake]> {
  return [await openSecretLake('xyzzyplover', 2), await openSecretLake('frobozzgnusto', 7)];
}

async function openSecretLake(secret: string, amount: number): Promise<SecretLake> {
  const dataDir = await mkdtemp(join(tmpdir(), 'leaks-'));
  const running = await startLake({
    port: 0,
    dataDir,
    studioUrl: 'http://localhost:1',
    siteUrl: 'http://localhost:2',
    lakeUrl: 'http://localhost:3',
    plugin: offersOnly,
    isPublic: true,
  });
  const { main, people } = running.lake;
  const commit = async (transactionId: string, mutations: Mutation[]) => {
    await main.mutate(lakeItself, mutations, { transactionId, bypassGate: true });
  };
  await withFrozenClock(async () => {
    // The role that may read offers only must not see a published note; anonymous callers may.
    await commit('open-1', [{ create: note('hidden', { title: 'Hidden from some', n: 9 }) }, ...open]);
    await commit(`secret-${secret}-1`, secrets(secret, amount));
    await commit(`secret-${secret}-2`, [{ patch: { id: 'secret.plan', set: { title: `${secret} again` } } }]);
    await commit(`secret-${secret}-3`, [{ create: note('secret.gone', { title: secret }) }]);
    await commit(`secret-${secret}-4`, [{ delete: { id: 'secret.gone' } }]);
    const comments = running.lake.addOn('production-comments');
    const comment = { _id: `comment-${secret}`, _type: 'comment', authorId: 'lake', message: secret };
    await comments.mutate(lakeItself, [{ create: comment }]);
    // The newest transaction has the same id in both lakes, as streams begin with it.
    await commit('open-2', [{ patch: { id: 'formerly', set: { title: 'Formerly something else, now this' } } }]);
  });
  return {
    ...running,
    secret,
    offersToken: people.createToken('marketer', 'Offers'),
    administratorToken: people.createToken('administrator', 'All'),
    commit: (id, mutations) => withFrozenClock(() => commit(id, mutations)),
    async stop() {
      await running.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Freezes the clock, so that the documents of both lakes have the same timestamps. */
async function withFrozenClock(work: () => Promise<void>): Promise<void> {
  const RealDate = globalThis.Date;
  const moment = RealDate.UTC(2026, 0, 1);
  globalThis.Date = class extends RealDate {
    constructor(...args: [] | [string | number]) {
      super(args.length === 0 ? moment : args[0]);
    }
    static override now(): number {
      return moment;
    }
  } as DateConstructor;
  try {
    await work();
  } finally {
    globalThis.Date = RealDate;
  }
}

function note(_id: string, fields: Record<string, unknown>) {
  return { _id, _type: 'note', slug: { current: _id }, ...fields };
}

function reference(_ref: string) {
  return { _type: 'reference', _ref, _weak: true };
}

function text(words: string) {
  return [{ _type: 'block', _key: 'a', children: [{ _type: 'span', _key: 'b', text: words }] }];
}
