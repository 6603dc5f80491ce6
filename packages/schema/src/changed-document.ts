import { z } from 'zod';
import { addressed } from './address.ts';

const pointer = z.object({ _ref: z.string() });

/**
 * The fields of a document that decide where the site shows it: all that a webhook tells of a change.
 * A field that is something else in this type (a reference's `authors` are a line of text), or not valid, counts as
 * absent: it puts the document on no list, and the change must be heard of all the same.
 */
export const changedDocument = addressed.extend({
  /** Lists are in the order of titles. People have names instead. */
  title: z.string().nullish().catch(undefined),
  name: z.string().nullish().catch(undefined),
  /** What lists show of it, to be compared alone. Absent where that was not asked for: then it may have changed. */
  teaser: z.unknown().optional(),
  slug: addressed.shape.slug.catch(undefined),
  topic: addressed.shape.topic.catch(undefined),
  parent: addressed.shape.parent.catch(undefined),
  from: z.string().nullish().catch(undefined),
  /** Whether a placement is switched on. */
  enabled: z.boolean().nullish().catch(undefined),
  /** A withdrawn article is on no list. */
  withdrawal: z.looseObject({}).nullish().catch(undefined),
  reviewer: pointer.nullish().catch(undefined),
  authors: z.array(pointer).nullish().catch(undefined),
});

export type ChangedDocument = z.infer<typeof changedDocument>;

/** The body of a webhook. `before` is null for a new document, `after` for one that is gone. */
export const change = z.object({ before: changedDocument.nullable(), after: changedDocument.nullable() });

/** The fields that say where a document is, in GROQ. */
export const placeFields = '_id, _type, title, name, slug, topic, parent, from, enabled, withdrawal, reviewer, authors';

/** These, and what lists show. */
export const changedFields = `${placeFields}, "teaser": {headline, heroImage, lead, "description": seo.description}`;

/** GROQ for such a body. */
export const changeProjection = `{"before": before(){${changedFields}}, "after": after(){${changedFields}}}`;
