import type { LakeDocument } from '@bodytext/groq/document';
import { firstPublication } from '@bodytext/newsroom/first-publication';
import { redirectsForMove } from '@bodytext/newsroom/moved-address';
import { checkPublishable } from '@bodytext/schema/check';
import { checkInContext } from '@bodytext/schema/context';
import { feedback } from '@bodytext/schema/feedback';
import { feedbackTally } from '@bodytext/schema/feedback-tally';
import type { Mutation } from './mutate/mutation.ts';
import type { DocumentChange, Grant, LakePlugin, PublishedChange, PublishedLookup, Writer } from './plugin.ts';

const all = '_id in path("**")';
const assets = '_type in ["sanity.imageAsset", "sanity.fileAsset"]';
const previewSecrets = '_type match "sanity.previewUrl*"';
const reports = '_type == "feedback" && _id in path("feedback.*")';
const tallies = '_type == "feedbackTally" && _id in path("feedback-tally.**")';
const reading: Grant = { filter: all, permissions: ['read', 'history'] };

/** The newsroom's rules, as the lake's plugin: the only place where the lake hears of articles. */
export const newsroom: LakePlugin = {
  gate: ({ before, after }, lookup) => [...checkPublishable(after), ...checkInContext(after, lookup, before)],

  onCommit: (changes, lookup) => [...redirects(changes, lookup), ...firstPublications(changes)],

  grants: {
    reviewer: [
      reading,
      { filter: `_id in path("drafts.**") || ${assets} || ${previewSecrets}`, permissions: ['create', 'update'] },
    ],
    // What a branch shows is said by placements, so marketers need no rights on topics or articles.
    marketer: [
      reading,
      {
        filter: `_type in ["callToAction", "placement"] || ${assets} || ${previewSecrets}`,
        permissions: ['create', 'update'],
      },
    ],
    // The site hands in what readers say. It can't read any of it back, nor change what was handed in.
    feedback: [
      { filter: reports, permissions: ['create'] },
      { filter: tallies, permissions: ['create', 'update'] },
    ],
  },

  mayChange,
};

function redirects(changes: PublishedChange[], lookup: PublishedLookup): Mutation[] {
  return changes
    .flatMap(({ before, after }) => redirectsForMove(before ?? null, after ?? null, lookup))
    .map((redirect) => ({ createOrReplace: redirect }));
}

function firstPublications(changes: PublishedChange[]): Mutation[] {
  return changes.flatMap((change) => {
    const noted = firstPublication(change);
    return noted === undefined ? [] : [{ patch: { id: noted.id, set: { firstPublishedAt: noted.at } } }];
  });
}

/** Whoever may only hand in feedback hands in nothing else with it, and no vote is ever taken back. */
function mayChange({ role }: Writer, { before, after }: DocumentChange): boolean {
  if (role !== 'feedback') return true;
  if (after === undefined) return false;
  if (after._type === 'feedback') return hasOnly(feedback.shape, after) && after.state === 'open';
  if (!hasOnly(feedbackTally.shape, after)) return false;
  const [then, now] = [feedbackTally.safeParse(before).data, feedbackTally.safeParse(after).data];
  // What is not valid is the gate's to refuse, which says why.
  if (then === undefined || now === undefined) return true;
  const isSamePage = then.page._ref === now.page._ref && then.month === now.month;
  return isSamePage && now.useful >= then.useful && now.notUseful >= then.notUseful;
}

function hasOnly(fields: object, document: LakeDocument): boolean {
  return Object.keys(document).every((name) => Object.hasOwn(fields, name));
}
