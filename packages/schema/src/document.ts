import { z } from 'zod';

/** Fields of every document. Those that the lake sets are optional: a document that is being created lacks them. */
export const documentFields = {
  _id: z.string(),
  _rev: z.string().optional(),
  _createdAt: z.string().optional(),
  _updatedAt: z.string().optional(),
};

/** A document of any type. */
export const anyDocument = z.looseObject({ ...documentFields, _type: z.string() });
export type AnyDocument = z.infer<typeof anyDocument>;

const draftPrefix = 'drafts.';
const versionPrefix = 'versions.';

/** The published document's id for the id of a draft, a version or the published document. */
export function publishedId(id: string): string {
  if (id.startsWith(draftPrefix)) return id.slice(draftPrefix.length);
  if (id.startsWith(versionPrefix)) return id.split('.').slice(2).join('.');
  return id;
}

export function draftId(id: string): string {
  return `${draftPrefix}${publishedId(id)}`;
}

/** Whether it is the id of a draft, or of a version in a release. */
export function isDraftId(id: string): boolean {
  return id.startsWith(draftPrefix) || id.startsWith(versionPrefix);
}

/** Ids with a dot belong to drafts, versions and the lake's own documents, which are never public. */
export function isPublishedId(id: string): boolean {
  return !id.includes('.');
}
