import type { LakeDocument } from '@bodytext/groq/document';
import { z } from 'zod';
import { diffMendoza } from './history/mendoza-diff.ts';
import { rolesOf } from './people/roles.ts';
import type { Author, DocumentChange, Grant, LakePlugin, Permission, Role } from './plugin.ts';

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

/**
 * The rules of a companion: who may write documents of the dataset may comment on them, who may read them reads comments.
 *
 * @param main the rules of the dataset that it belongs to
 */
export function addOnPlugin(main: LakePlugin): LakePlugin {
  const roles = Object.entries(rolesOf(main)).map(([name, role]) => [
    name,
    { ...role, grants: grantsLike(name, role) },
  ]);
  return { roles: Object.fromEntries(roles), mayChange };
}

function grantsLike(name: string, { grants }: Role): Grant[] {
  if (name === 'administrator' || name === 'editor') return [everything];
  const may = (permission: Permission): boolean => grants.some(({ permissions }) => permissions.includes(permission));
  if (!may('read')) return [];
  return may('create') ? [reading, writing] : [reading];
}

/** What anybody may do with another's comment: resolve it, react, and move its anchor by editing the text it is at. */
const openToAll = new Set(['_rev', '_updatedAt', 'status', 'reactions']);
const placeInDocument = new Set(['path']);

function mayChange(author: Author, change: DocumentChange, get: (id: string) => LakeDocument | undefined): boolean {
  if (author.role === 'administrator') return true;
  if (!isInOwnName(author, change) || !reactsForOneselfOnly(author, change)) return false;
  const { before, after } = change;
  if (author.role === 'editor' || before?._type !== 'comment' || before.authorId === author.id) return true;
  return after === undefined ? mayTidyAway(author, before, get) : changesOnlyWhatIsOpen(before, after);
}

function isInOwnName(author: Author, { before, after }: DocumentChange): boolean {
  if (after === undefined) return true;
  return after.authorId === (before === undefined ? author.id : before.authorId);
}

function reactsForOneselfOnly(author: Author, { before, after }: DocumentChange): boolean {
  return after === undefined || isSame(reactionsOfOthers(before, author.id), reactionsOfOthers(after, author.id));
}

function reactionsOfOthers(document: LakeDocument | undefined, id: string): unknown[] {
  const reactions: unknown[] = Array.isArray(document?.reactions) ? document.reactions : [];
  return reactions.filter((reaction) => {
    const isOwn = isObject(reaction) && 'userId' in reaction && reaction.userId === id;
    return !isOwn;
  });
}

/** The Studio deletes the replies with the comment that they answer, maybe after it; without it nobody sees them. */
function mayTidyAway(author: Author, reply: LakeDocument, get: (id: string) => LakeDocument | undefined): boolean {
  if (typeof reply.parentCommentId !== 'string') return false;
  const answered = get(reply.parentCommentId);
  return answered === undefined || answered.authorId === author.id;
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
