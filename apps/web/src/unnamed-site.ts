import type { Site } from '@bodytext/content/site';
import { wordsIn } from './words/words.ts';

/** What surrounds a page that must be shown even when the site's settings can't be read. */
export const unnamedSite: Site = {
  settings: { _id: 'settings', _type: 'settings', siteName: wordsIn(undefined).home },
  topics: [],
  footer: [],
};
