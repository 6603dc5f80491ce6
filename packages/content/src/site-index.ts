import { addressed } from '@bodytext/schema/address';
import { z } from 'zod';
import { readEveryArticle } from './every-article.ts';
import { indexable, isIndexable } from './indexable.ts';
import { parseEach } from './parse-document.ts';
import type { ReadContext } from './read.ts';
import { fetchSiteAnswer, type Site, siteOf } from './site.ts';
import type { Link } from './taxonomy.ts';

/** The titles and addresses of all indexable articles, sorted by id: for `llms.txt`. */
export type SiteIndex = { site: Site; articles: Link[] };

const namedArticle = addressed.extend({ title: z.string(), ...indexable.shape });

export async function readSiteIndex(context: ReadContext): Promise<SiteIndex> {
  const [{ data: answer }, every] = await Promise.all([fetchSiteAnswer(context), readEveryArticle(context)]);
  const { site, taxonomy } = siteOf(context, answer);
  const now = new Date();
  const articles = parseEach(context, namedArticle, every.articles)
    .filter((article) => isIndexable(article, site.settings, now))
    .flatMap((article) => {
      const path = taxonomy.pathOf(article);
      return path === undefined ? [] : [{ id: article._id, title: article.title, path }];
    });
  return { site, articles };
}
