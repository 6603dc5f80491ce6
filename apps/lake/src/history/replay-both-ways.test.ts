import type { LakeDocument } from '@bodytext/groq/document';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyPatch } from 'mendoza';
import { LakeError } from '../errors.ts';
import { startTestLake, type TestLake } from '../lake.fixture.ts';
import { action } from '../mutate/action.ts';
import { commitActions } from '../mutate/commit-actions.ts';
import { mutation } from '../mutate/mutation.ts';
import { lakeItself } from '../people/actor.ts';
import { replayDifferences } from './replay.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await startTestLake();
});
afterAll(() => lake.stop());

const document = fc.constantFrom('a', 'b', 'c');
const release = fc.constantFrom('r1', 'r2');
const text = fc.constantFrom('', 'Rücken', '😀é', 'back pain', 'back spasm');
const fields = fc.record({ title: text, list: fc.array(text, { maxLength: 3 }) });
const variant = fc.constantFrom('drafts', 'versions.r1', 'versions.r2');
const far = '2099-01-01T00:00:00.000Z';

/** What editors may try, whether or not it is possible at that moment. */
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('create', 'createOrReplace', 'createIfNotExists'), document, fields }),
  fc.record({ kind: fc.constant('patch'), document, variant: fc.option(variant), fields }),
  fc.record({ kind: fc.constantFrom('delete'), document, variant: fc.option(variant) }),
  fc.record({ kind: fc.constantFrom('document.create', 'replaceDraft'), document, fields }),
  fc.record({ kind: fc.constant('edit'), document, variant, fields }),
  fc.record({ kind: fc.constantFrom('document.publish', 'unpublish', 'version.discard'), document, variant }),
  fc.record({ kind: fc.constantFrom('version.create', 'version.unpublish'), document, release }),
  fc.record({
    kind: fc.constantFrom('create', 'publish', 'schedule', 'unschedule', 'archive', 'unarchive', 'delete'),
    release,
  }),
);
type Step = Parameters<typeof requestOf>[0];

type Parts = { kind: string; document?: string; variant?: string | null; release?: string; fields?: object };

function requestOf(parts: Parts): { mutations: object[] } | { actions: object[] } {
  const { kind, document: id = '', variant: of, release: releaseId, fields: content } = parts;
  const variantId = of ? `${of}.${id}` : id;
  if (releaseId !== undefined && parts.document === undefined) {
    return { actions: [{ actionType: `sanity.action.release.${kind}`, releaseId, publishAt: far }] };
  }
  const versionId = `versions.${releaseId}.${id}`;
  const whole = { _type: 'note', ...content };
  const draftId = `drafts.${id}`;
  const start = 'sanity.action.document';
  switch (kind) {
    case 'create':
    case 'createOrReplace':
    case 'createIfNotExists':
      return { mutations: [{ [kind]: { _id: id, ...whole } }] };
    case 'patch':
      return { mutations: [{ patch: { id: variantId, set: content } }] };
    case 'delete':
      return { mutations: [{ delete: { id: variantId } }] };
    case 'edit':
      return {
        actions: [{ actionType: `${start}.edit`, draftId: variantId, publishedId: id, patch: { set: content } }],
      };
    case 'version.discard':
      return { actions: [{ actionType: `${start}.${kind}`, versionId: variantId }] };
    case 'version.create':
      return { actions: [{ actionType: `${start}.${kind}`, publishedId: id, baseId: id, versionId }] };
    case 'version.unpublish':
      return { actions: [{ actionType: `${start}.${kind}`, publishedId: id, versionId }] };
    case 'document.publish':
    case 'unpublish': {
      const name = kind === 'unpublish' ? kind : 'publish';
      return { actions: [{ actionType: `${start}.${name}`, draftId: variantId, publishedId: id }] };
    }
    default: {
      const name = kind === 'document.create' ? 'create' : kind;
      return { actions: [{ actionType: `${start}.${name}`, publishedId: id, attributes: { _id: draftId, ...whole } }] };
    }
  }
}

/** Does one step; what is refused at that moment must leave nothing. */
async function take(parts: Step): Promise<boolean> {
  const request = requestOf(parts);
  const { main } = lake.lake;
  try {
    if ('mutations' in request) {
      await main.mutate(
        lakeItself,
        request.mutations.map((one) => mutation.parse(one)),
      );
    } else await commitActions(main, { author: lakeItself, actions: request.actions.map((one) => action.parse(one)) });
    return true;
  } catch (error) {
    if (error instanceof LakeError && error.status < 500) return false;
    throw error;
  }
}

const ids = ['a', 'b', 'c'].flatMap((id) => [id, `drafts.${id}`, `versions.r1.${id}`, `versions.r2.${id}`]);
const all = [...ids, '_.releases.r1', '_.releases.r2'];

function snapshot(): Map<string, unknown> {
  const { documents } = lake.lake.main.store;
  return new Map(all.map((id) => [id, withoutRevision(documents.get(id))]));
}

function withoutRevision(found: LakeDocument | undefined): unknown {
  if (!found) return null;
  const { _rev, ...content } = found;
  return structuredClone(content);
}

describe('the history', () => {
  test('of whatever was done, by mutations, actions and releases, replays to every state, forwards and backwards', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const { store } = lake.lake.main;
        const start = store.log.lastSeq();
        const states = [snapshot()];
        for (const one of steps) {
          if (await take(one)) {
            states.push(snapshot());
            done++;
          } else expect(snapshot()).toEqual(states.at(-1));
        }
        const transactions = store.log.list({ afterSeq: start });
        expect(transactions).toHaveLength(states.length - 1);
        const state = new Map(states[0]);
        for (const [index, { effects }] of transactions.entries()) {
          for (const { documentId, apply } of effects) state.set(documentId, applyPatch(state.get(documentId), apply));
          expect(state).toEqual(states[index + 1]);
        }
        for (const [index, { effects }] of [...transactions.entries()].reverse()) {
          for (const { documentId, revert } of effects)
            state.set(documentId, applyPatch(state.get(documentId), revert));
          expect(state).toEqual(states[index]);
        }
      }),
      { numRuns: 40 },
    );
    // Most tries must be possible, or this proves little.
    expect(done).toBeGreaterThan(100);
    expect(replayDifferences(lake.lake.main.store.database)).toEqual([]);
  }, 60_000);
});
