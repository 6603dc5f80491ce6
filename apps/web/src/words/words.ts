import { english, type Words } from './english.ts';
import { type Formats, formatsIn } from './formats.ts';

export type { Words } from './english.ts';

/** `region`: whose date and number formats are used for a language without one. */
export type Catalogue = { words: (formats: Formats) => Words; region?: string };

const fallback = 'en';

/** All catalogues, by BCP 47 language. */
export const catalogues = new Map<string, Catalogue>([[fallback, { words: english, region: 'en-GB' }]]);

const cache = new Map<string, Words>();
const warnedAbout = new Set<string>();

export function languages(): string[] {
  return [...catalogues.keys()];
}

/**
 * The catalogue of a language. Without one, English with English dates, and a warning in the log: screen readers would
 * read it in the voice of the site's language.
 *
 * @param language BCP 47, such as `en-GB`, from the site's settings
 */
export function wordsIn(language = fallback): Words {
  const name = new Intl.Locale(language).language;
  const catalogue = catalogues.get(name);
  if (catalogue === undefined) {
    if (!warnedAbout.has(name)) {
      console.warn(
        `The site's language is “${language}”, in which it has no words of its own: its buttons and labels stay English. Add a catalogue in apps/web/src/words, or choose another language in the Studio's settings.`,
      );
    }
    warnedAbout.add(name);
    return wordsIn(fallback);
  }
  const locale = language === name ? (catalogue.region ?? language) : language;
  const words = cache.get(locale) ?? catalogue.words(formatsIn(locale));
  cache.set(locale, words);
  return words;
}
