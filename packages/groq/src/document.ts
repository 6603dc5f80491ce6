import { z } from 'zod';

/** A stored document. Everything but the underscored fields is content, which the lake does not interpret. */
export type LakeDocument = {
  _id: string;
  _type: string;
  _rev: string;
  _createdAt: string;
  _updatedAt: string;
  [field: string]: unknown;
};

const idPattern = /^(?!-)[a-zA-Z0-9._-]{1,128}$/;

/** @see https://www.sanity.io/docs/content-lake/ids */
export const documentId = z
  .string()
  .regex(idPattern, 'A document id may hold only a-z, A-Z, 0-9, “_”, “-” and “.”, up to 128 characters.');

/** A document as a client sends it: the lake adds what is missing. */
export const documentStub = z.looseObject({
  _id: z.string().optional(),
  _type: z.string().min(1),
});

export type DocumentStub = z.output<typeof documentStub>;

/** The name of a document's variant: `` published, `drafts`, or `versions.<release>`. */
export type Variant = string;

export const published: Variant = '';
export const drafts: Variant = 'drafts';

/** Splits an id into the published id that all variants of a document share, and the variant. */
export function splitId(id: string): { publishedId: string; variant: Variant } {
  if (id.startsWith('drafts.')) return { publishedId: id.slice('drafts.'.length), variant: drafts };
  const version = /^versions\.([^.]+)\.(.+)$/.exec(id);
  if (version?.[1] !== undefined && version[2] !== undefined) {
    return { publishedId: version[2], variant: versionVariant(version[1]) };
  }
  return { publishedId: id, variant: published };
}

export function publishedIdOf(id: string): string {
  return splitId(id).publishedId;
}

export function draftIdOf(id: string): string {
  return `drafts.${publishedIdOf(id)}`;
}

export function versionVariant(release: string): Variant {
  return `versions.${release}`;
}

/** The id of a document's variant. */
export function variantId(variant: Variant, publishedId: string): string {
  return variant === published ? publishedId : `${variant}.${publishedId}`;
}

export function isPublishedId(id: string): boolean {
  return splitId(id).variant === published;
}

/** Whether the document is a version in a release. */
export function isVersionId(id: string): boolean {
  return id.startsWith('versions.');
}

/**
 * Whether the document is never public, whatever the grants: ids with a dot are private.
 * @see https://www.sanity.io/docs/content-lake/ids — ids under a path are never public
 */
export function isPrivateId(id: string): boolean {
  return id.includes('.');
}
