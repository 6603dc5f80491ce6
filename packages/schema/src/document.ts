import { z } from 'zod';

/**
 * What every document of the lake has. `_rev`, `_createdAt` and `_updatedAt` are set by the lake,
 * so that a document on its way there may lack them.
 */
export const documentFields = {
  _id: z.string(),
  _rev: z.string().optional(),
  _createdAt: z.string().optional(),
  _updatedAt: z.string().optional(),
};

/** Any document, of a type we know or not. */
export const anyDocument = z.looseObject({ ...documentFields, _type: z.string() });
export type AnyDocument = z.infer<typeof anyDocument>;

const draftPrefix = 'drafts.';
const versionPrefix = 'versions.';

/** The published document's id, of a draft's, a version's or its own. */
export function publishedId(id: string): string {
  if (id.startsWith(draftPrefix)) return id.slice(draftPrefix.length);
  if (id.startsWith(versionPrefix)) return id.split('.').slice(2).join('.');
  return id;
}

export function draftId(id: string): string {
  return `${draftPrefix}${publishedId(id)}`;
}

/** Whether it is a draft's id, or a version's in a release: what is not published yet. */
export function isDraftId(id: string): boolean {
  return id.startsWith(draftPrefix) || id.startsWith(versionPrefix);
}

/** A dot marks drafts, versions and the lake's own documents: none of them is ever public. */
export function isPublishedId(id: string): boolean {
  return !id.includes('.');
}
