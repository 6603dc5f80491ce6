import { sectionNames } from '@bodytext/schema/section';
import { z } from 'zod';
import { ask, askTogether, type ReadContext } from './read.ts';
import { listed } from './teaser.ts';

/**
 * Every article that lists show, in the order of ids, each with the fields that lists of all of them need.
 * `stale`: whether this is not what the lake says now.
 */
export type EveryArticle = { articles: unknown[]; stale: boolean };

/** GROQ for the images in each section, as far as they tell where the files are. */
const figures = sectionNames.map((name) => `${name}.body[_type == "figure"]{asset, crop, hotspot}`).join(', ');

/** GROQ for these fields. */
export const everyArticleFields = `_id, _type, _updatedAt, title, slug, topic, reviewedOn, nextReviewOn, heroImage,
  "figures": [${figures}], "noIndex": seo.noIndex`;

/** There may be many thousands: no answer may grow with them. */
const pageSize = 500;
const groq = `{"articles": *[${listed} && _id > $after] | order(_id asc) [0...${pageSize}] {${everyArticleFields}}}`;

const answerShape = z.object({ articles: z.array(z.looseObject({ _id: z.string() })) });

/** From what the site keeps of them, where it keeps any; else from the lake, page by page. */
export function readEveryArticle(context: ReadContext): Promise<EveryArticle> {
  return context.everyArticle?.() ?? askTogether(context, readPages);
}

async function readPages(context: ReadContext): Promise<EveryArticle> {
  const all: EveryArticle = { articles: [], stale: false };
  for (let after = ''; ; ) {
    const { data: page, stale } = await ask(context, {
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
