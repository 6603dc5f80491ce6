import type { LakeDocument } from '@bodytext/groq/document';
import { z } from 'zod';
import { diffMendoza } from './history/mendoza-diff.ts';
import type { DocumentChange, Grant, LakePlugin, Writer } from './plugin.ts';

/*
 * A companion of a dataset. The Studio keeps comments and tasks in one, beside the documents that they are about.
 */

/** The name that Sanity gives to the companion with the comments and tasks of a dataset. */
export function commentsDatasetOf(dataset: string): string {
  return `${dataset}-comments`;
}

/** Sanity's rule for the names of datasets. They become folders, so that nothing else may get through. */
const datasetName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);

export function isDatasetName(name: string): boolean {
  return datasetName.safeParse(name).success;
}

const reading: Grant = { filter: '_id in path("**")', permissions: ['read', 'history'] };
const writing: Grant = {
  filter: '_type in ["comment", "tasks.task"]',
  permissions: ['create', 'read', 'update', 'history'],
};
const everything: Grant = { filter: '_id in path("**")', permissions: ['create', 'read', 'update', 'history'] };

/** Whoever may write anything may comment; who only reads, reads. */
export const addOnPlugin: LakePlugin = {
  grants: {
    administrator: [everything],
    editor: [everything],
    reviewer: [reading, writing],
    marketer: [reading, writing],
    viewer: [reading],
  },
  mayChange,
};

/** What anybody may do with another's comment: resolve it, react, and move its anchor by editing the text it is at. */
const openToAll = new Set(['_rev', '_updatedAt', 'status', 'reactions']);
const placeInDocument = new Set(['path']);

function mayChange(writer: Writer, change: DocumentChange, get: (id: string) => LakeDocument | undefined): boolean {
  if (writer.role === 'administrator') return true;
  if (!isInOwnName(writer, change) || !reactsForOneselfOnly(writer, change)) return false;
  const { before, after } = change;
  if (writer.role === 'editor' || before?._type !== 'comment' || before.authorId === writer.id) return true;
  return after === undefined ? mayTidyAway(writer, before, get) : changesOnlyWhatIsOpen(before, after);
}

function isInOwnName(writer: Writer, { before, after }: DocumentChange): boolean {
  if (after === undefined) return true;
  return after.authorId === (before === undefined ? writer.id : before.authorId);
}

function reactsForOneselfOnly(writer: Writer, { before, after }: DocumentChange): boolean {
  return after === undefined || isSame(reactionsOfOthers(before, writer.id), reactionsOfOthers(after, writer.id));
}

function reactionsOfOthers(document: LakeDocument | undefined, id: string): unknown[] {
  const reactions: unknown[] = Array.isArray(document?.reactions) ? document.reactions : [];
  return reactions.filter((reaction) => {
    const isOwn = isObject(reaction) && 'userId' in reaction && reaction.userId === id;
    return !isOwn;
  });
}

/** The Studio deletes the replies with the comment that they answer, maybe after it; without it nobody sees them. */
function mayTidyAway(writer: Writer, reply: LakeDocument, get: (id: string) => LakeDocument | undefined): boolean {
  if (typeof reply.parentCommentId !== 'string') return false;
  const answered = get(reply.parentCommentId);
  return answered === undefined || answered.authorId === writer.id;
}

function changesOnlyWhatIsOpen(before: LakeDocument, after: LakeDocument): boolean {
  return isSame(withoutWhatIsOpen(before), withoutWhatIsOpen(after));
}

function withoutWhatIsOpen({ target, ...document }: LakeDocument): unknown {
  return { ...without(openToAll, document), target: isObject(target) ? without(placeInDocument, target) : target };
}

function without(names: Set<string>, object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The order of an object's fields means nothing, and nothing differs where history has nothing to say. */
function isSame(left: unknown, right: unknown): boolean {
  return diffMendoza({ value: left }, { value: right }).length === 0;
}
