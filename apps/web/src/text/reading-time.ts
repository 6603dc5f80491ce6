import type { Article } from '@bodytext/schema/article';
import { plainText } from '@bodytext/schema/portable-text';
import { sectionNames } from '@bodytext/schema/section';

/** Of careful silent reading. @see https://doi.org/10.1016/j.jml.2019.104047 (238, less for readers in pain) */
const wordsPerMinute = 200;

/** Japanese, Khmer, Lao, Burmese, Thai, Cantonese and Chinese. */
const languagesWithoutSpaces = new Set(['ja', 'km', 'lo', 'my', 'th', 'yue', 'zh']);

/**
 * The reading time of an article, in whole minutes, at least one.
 *
 * @param language BCP 47
 */
export function minutesToRead(article: Article, language = 'en'): number {
  const text = [article.lead, ...sectionNames.map((name) => article[name].body)]
    .map((body) => plainText(body))
    .join(' ');
  return Math.max(1, Math.round(countWords(text, language) / wordsPerMinute));
}

function countWords(text: string, language: string): number {
  if (!languagesWithoutSpaces.has(new Intl.Locale(language).language)) return text.match(/\S+/g)?.length ?? 0;
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
  return [...segments].filter(({ isWordLike }) => isWordLike).length;
}
