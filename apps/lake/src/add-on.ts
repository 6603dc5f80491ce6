import type { LakeDocument } from '@bodytext/groq/document';
import { z } from 'zod';
import { diffMendoza } from './history/mendoza-diff.ts';
import type { DocumentChange, Grant, LakePlugin, Writer } from './plugin.ts';

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

/** Every role with write access may comment. */
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

/**
 * The fields that anyone may change in another author's comment: they resolve it, react, and move its anchor by editing
 * the text that it is attached to.
 */
const sharedFields = new Set(['_rev', '_updatedAt', 'status', 'reactions']);
const anchorFields = new Set(['path']);

function mayChange(writer: Writer, change: DocumentChange, get: (id: string) => LakeDocument | undefined): boolean {
  if (writer.role === 'administrator') return true;
  if (!keepsAuthor(writer, change) || !keepsOthersReactions(writer, change)) return false;
  const { before, after } = change;
  if (writer.role === 'editor' || before?._type !== 'comment' || before.authorId === writer.id) return true;
  return after === undefined ? mayDeleteReply(writer, before, get) : changesOnlySharedFields(before, after);
}

function keepsAuthor(writer: Writer, { before, after }: DocumentChange): boolean {
  if (after === undefined) return true;
  return after.authorId === (before === undefined ? writer.id : before.authorId);
}

function keepsOthersReactions(writer: Writer, { before, after }: DocumentChange): boolean {
  return after === undefined || isSame(reactionsOfOthers(before, writer.id), reactionsOfOthers(after, writer.id));
}

function reactionsOfOthers(document: LakeDocument | undefined, id: string): unknown[] {
  const reactions: unknown[] = Array.isArray(document?.reactions) ? document.reactions : [];
  return reactions.filter((reaction) => {
    const isOwn = isObject(reaction) && 'userId' in reaction && reaction.userId === id;
    return !isOwn;
  });
}

/** With a comment the Studio deletes its replies, before or after it; a reply without its comment is not shown. */
function mayDeleteReply(writer: Writer, reply: LakeDocument, get: (id: string) => LakeDocument | undefined): boolean {
  if (typeof reply.parentCommentId !== 'string') return false;
  const answered = get(reply.parentCommentId);
  return answered === undefined || answered.authorId === writer.id;
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
