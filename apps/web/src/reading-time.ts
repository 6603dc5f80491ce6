import type { Article } from '@bodytext/schema/article';
import { plainText } from '@bodytext/schema/portable-text';
import { sectionNames } from '@bodytext/schema/section';

/** Words a minute of careful silent reading. @see https://doi.org/10.1016/j.jml.2019.104047 (238, less for those in pain) */
const wordsPerMinute = 200;

/** How long an article takes to read, in whole minutes, at least one. */
export function minutesToRead(article: Article): number {
  const text = [article.lead, ...sectionNames.map((name) => article[name].body)]
    .map((body) => plainText(body))
    .join(' ');
  const count = text.match(/\S+/g)?.length ?? 0;
  return Math.max(1, Math.round(count / wordsPerMinute));
}
