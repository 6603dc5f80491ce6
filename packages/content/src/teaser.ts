import { addressed } from '@bodytext/schema/address';
import { type Figure, figure } from '@bodytext/schema/figure';
import { plainText } from '@bodytext/schema/portable-text';
import { z } from 'zod';
import { parseEach } from './parse-document.ts';
import type { ReadContext } from './read.ts';
import { tag } from './tags.ts';
import type { Link, Taxonomy } from './taxonomy.ts';

/** An article as lists show it. */
export type Teaser = Link & {
  headline: string;
  description: string;
  topicId: string;
  image: Figure | undefined;
  /** The tags of the article and of the topics in its address. */
  tags: string[];
};

/** GROQ: an article that lists show. A withdrawn one keeps its address, but is in no list. */
export const listed = '_type == "article" && !defined(withdrawal)';

/** GROQ for the fields of a teaser. The lead only without a search description, to keep answers small. */
export const teaserProjection =
  '{_id, _type, title, headline, slug, topic, heroImage, "description": seo.description, "lead": select(!defined(seo.description) => lead)}';

const teaserArticle = addressed.extend({
  _type: z.literal('article'),
  title: z.string(),
  headline: z.string().optional(),
  topic: z.object({ _ref: z.string() }),
  lead: z.array(z.unknown()).optional(),
  description: z.string().optional(),
  heroImage: figure.optional().catch(undefined),
});

/** Parses a list of articles. Invalid ones and those without an address are reported and left out. */
export function teasersOf(context: ReadContext, taxonomy: Taxonomy, articles: readonly unknown[]): Teaser[] {
  return parseEach(context, teaserArticle, articles).flatMap((parsed) => {
    const { _id, title, headline = title, lead = [], description = plainText(lead), topic, heroImage } = parsed;
    const path = taxonomy.pathOf(parsed);
    if (path === undefined) {
      context.report({ documentId: _id, message: `The document “${_id}” has no address: topic: it is not published.` });
      return [];
    }
    return [
      {
        id: _id,
        title,
        headline,
        path,
        description,
        topicId: topic._ref,
        image: heroImage,
        tags: [tag.teaser(_id), ...taxonomy.tagsOfPath(parsed)],
      },
    ];
  });
}
