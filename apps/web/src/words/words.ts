import { english, type Words } from './english.ts';
import { type Formats, formatsIn } from './formats.ts';

export type { Words } from './english.ts';

/** Words in a language, and the region whose days and numbers it uses where a site names none. */
export type Catalogue = { words: (formats: Formats) => Words; region?: string };

const fallback = 'en';

/** The languages that the site speaks, by their BCP 47 name. */
export const catalogues = new Map<string, Catalogue>([[fallback, { words: english, region: 'en-GB' }]]);

const made = new Map<string, Words>();

export function languages(): string[] {
  return [...catalogues.keys()];
}

/**
 * What the site says in a language. One without a catalogue gets English words, with English days in them.
 *
 * @param language BCP 47, such as `en-GB`: a site’s own is in its settings
 */
export function wordsIn(language = fallback): Words {
  const name = new Intl.Locale(language).language;
  const catalogue = catalogues.get(name);
  if (catalogue === undefined) return wordsIn(fallback);
  const written = language === name ? (catalogue.region ?? language) : language;
  const words = made.get(written) ?? catalogue.words(formatsIn(written));
  made.set(written, words);
  return words;
}
