import { z } from 'zod';
import { addressed } from './address.ts';

const pointer = z.object({ _ref: z.string() });

/**
 * The fields of a document in a webhook's payload: those that decide on which pages it is shown.
 * A field with another meaning in this type (a reference's `authors` are a string) or an invalid one counts as absent,
 * because the payload must be accepted: it has no effect on lists.
 */
export const changedDocument = addressed.extend({
  /** Lists are sorted by title. People have a name instead. */
  title: z.string().nullish().catch(undefined),
  name: z.string().nullish().catch(undefined),
  /** The fields that lists show, only to be compared. Absent when they were not queried: then they may have changed. */
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

/** A webhook's payload. `before` is null for a new document, `after` for a deleted or unpublished one. */
export const change = z.object({ before: changedDocument.nullable(), after: changedDocument.nullable() });

/** GROQ for the fields above without `teaser`. */
export const placeFields = '_id, _type, title, name, slug, topic, parent, from, enabled, withdrawal, reviewer, authors';

/** GROQ for the fields above. */
export const changedFields = `${placeFields}, "teaser": {headline, heroImage, lead, "description": seo.description}`;

/** GROQ for a webhook's payload. */
export const changeProjection = `{"before": before(){${changedFields}}, "after": after(){${changedFields}}}`;
