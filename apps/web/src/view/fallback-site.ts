import type { Site } from '@bodytext/content/site';
import { wordsIn } from '../words/words.ts';

/** Stands in for the site's settings and topics when they can't be read, on pages that must be shown even then. */
export const fallbackSite: Site = {
  settings: { _id: 'settings', _type: 'settings', siteName: wordsIn(undefined).home },
  topics: [],
  footer: [],
};
