import type { LakeDocument } from '@bodytext/groq/document';
import { z } from 'zod';
import { diffMendoza } from './history/mendoza-diff.ts';
import { rolesOf } from './people/roles.ts';
import type { Author, DocumentChange, Grant, LakePlugin, Permission, Role } from './plugin.ts';

/*
 * An add-on dataset, in which the Studio stores the comments and tasks of another dataset.
 */

/** The name of a dataset's add-on, by Sanity's convention. */
export function commentsDatasetOf(dataset: string): string {
  return `${dataset}-comments`;
}

/** Sanity's rule for names of datasets. An allowlist, since the name becomes a folder. */
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
 * The rules of an add-on: roles with write access to the main dataset may comment, roles with read access read comments.
 *
 * @param main the plugin of the dataset that it belongs to
 */
export function addOnPlugin(main: LakePlugin): LakePlugin {
  const roles = [...rolesOf(main)].map(([name, role]) => [name, { ...role, grants: addOnGrants(name, role) }]);
  return { roles: Object.fromEntries(roles), mayChange };
}

function addOnGrants(name: string, { grants }: Role): Grant[] {
  if (name === 'administrator' || name === 'editor') return [everything];
  const may = (permission: Permission): boolean => grants.some(({ permissions }) => permissions.includes(permission));
  if (!may('read')) return [];
  return may('create') ? [reading, writing] : [reading];
}

/**
 * The fields that anyone may change in another author's comment: they resolve it, react, and move its anchor by editing
 * the text that it is attached to.
 */
const sharedFields = new Set(['_rev', '_updatedAt', 'status', 'reactions']);
const anchorFields = new Set(['path']);

function mayChange(author: Author, change: DocumentChange, get: (id: string) => LakeDocument | undefined): boolean {
  if (author.role === 'administrator') return true;
  if (!keepsAuthor(author, change) || !keepsOthersReactions(author, change)) return false;
  const { before, after } = change;
  if (author.role === 'editor' || before?._type !== 'comment' || before.authorId === author.id) return true;
  return after === undefined ? mayDeleteReply(author, before, get) : changesOnlySharedFields(before, after);
}

function keepsAuthor(author: Author, { before, after }: DocumentChange): boolean {
  if (after === undefined) return true;
  return after.authorId === (before === undefined ? author.id : before.authorId);
}

function keepsOthersReactions(author: Author, { before, after }: DocumentChange): boolean {
  return after === undefined || isSame(reactionsOfOthers(before, author.id), reactionsOfOthers(after, author.id));
}

function reactionsOfOthers(document: LakeDocument | undefined, id: string): unknown[] {
  const reactions: unknown[] = Array.isArray(document?.reactions) ? document.reactions : [];
  return reactions.filter((reaction) => {
    const isOwn = isObject(reaction) && 'userId' in reaction && reaction.userId === id;
    return !isOwn;
  });
}

/** With a comment the Studio deletes its replies, before or after it; a reply without its comment is not shown. */
function mayDeleteReply(author: Author, reply: LakeDocument, get: (id: string) => LakeDocument | undefined): boolean {
  if (typeof reply.parentCommentId !== 'string') return false;
  const answered = get(reply.parentCommentId);
  return answered === undefined || answered.authorId === author.id;
}

function changesOnlySharedFields(before: LakeDocument, after: LakeDocument): boolean {
  return isSame(withoutSharedFields(before), withoutSharedFields(after));
}

function withoutSharedFields({ target, ...document }: LakeDocument): unknown {
  return { ...without(sharedFields, document), target: isObject(target) ? without(anchorFields, target) : target };
}

function without(names: Set<string>, object: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Deep equality, regardless of the order of fields: an empty Mendoza patch. */
function isSame(left: unknown, right: unknown): boolean {
  return diffMendoza({ value: left }, { value: right }).length === 0;
}
