import { sectionNames } from '@bodytext/schema/section';
import { z } from 'zod';
import { type EveryArticle, queryWithFallback, type ReadContext, readConsistently } from './read.ts';
import { listed } from './teaser.ts';

/** GROQ for the images in each section. */
const figures = sectionNames.map((name) => `${name}.body[_type == "figure"]{asset, crop, hotspot}`).join(', ');

/** GROQ for these fields. */
export const everyArticleFields = `_id, _type, _updatedAt, title, slug, topic, reviewedOn, nextReviewOn, heroImage,
  "figures": [${figures}], "noIndex": seo.noIndex`;

/** Pagination bounds the size of an answer: there may be many thousands of articles. */
const pageSize = 500;
const groq = `{"articles": *[${listed} && _id > $after] | order(_id asc) [0...${pageSize}] {${everyArticleFields}}}`;

const answerShape = z.object({ articles: z.array(z.looseObject({ _id: z.string() })) });

/** From the site's cache where there is one, else from the lake with cursor pagination. */
export function readEveryArticle(context: ReadContext): Promise<EveryArticle> {
  return context.everyArticle?.() ?? readConsistently(context, readPages);
}

async function readPages(context: ReadContext): Promise<EveryArticle> {
  const all: EveryArticle = { articles: [], stale: false };
  for (let after = ''; ; ) {
    const { data: page, stale } = await queryWithFallback(context, {
      name: 'articles after another',
      groq,
      params: { after },
      parse: (answer) => answerShape.parse(answer).articles,
    });
    all.articles.push(...page);
    all.stale ||= stale;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return all;
    after = last._id;
  }
}
