import type { Limit } from '../limit.ts';

/** How unsaved words are kept in the browser. */
export const unsavedLimits = {
  settled: {
    value: 100,
    unit: 'milliseconds',
    why: 'the Studio says in two steps that a word was typed and that it is not stored yet',
  },
  left: {
    value: 3_000,
    unit: 'milliseconds',
    why: 'a form that is being opened says so within that time, and then shows itself what was left',
  },
  kept: { value: 30, unit: 'days', why: 'a holiday long; after that the article has moved on' },
} satisfies Record<string, Limit>;
