import { english, type Words } from './english.ts';
import { type Formats, formatsIn } from './formats.ts';

export type { Words } from './english.ts';

/** Words in a language, and the region whose days and numbers it uses where a site names none. */
export type Catalogue = { words: (formats: Formats) => Words; region?: string };

const fallback = 'en';

/** The languages that the site speaks, by their BCP 47 name. */
export const catalogues = new Map<string, Catalogue>([[fallback, { words: english, region: 'en-GB' }]]);

const made = new Map<string, Words>();
const missed = new Set<string>();

export function languages(): string[] {
  return [...catalogues.keys()];
}

/**
 * What the site says in a language. One without a catalogue gets English words, with English days in them, which the
 * log says once: a screen reader would read them in the wrong voice.
 *
 * @param language BCP 47, such as `en-GB`: a site’s own is in its settings
 */
export function wordsIn(language = fallback): Words {
  const name = new Intl.Locale(language).language;
  const catalogue = catalogues.get(name);
  if (catalogue === undefined) {
    if (!missed.has(name)) {
      console.warn(
        `The site's language is “${language}”, in which it has no words of its own: its buttons and labels stay English. Add a catalogue in apps/web/src/words, or choose another language in the Studio's settings.`,
      );
    }
    missed.add(name);
    return wordsIn(fallback);
  }
  const written = language === name ? (catalogue.region ?? language) : language;
  const words = made.get(written) ?? catalogue.words(formatsIn(written));
  made.set(written, words);
  return words;
}
