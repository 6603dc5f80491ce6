import { z } from 'zod';

/**
 * How a lake may behave: well; refuse connections, since it was stopped; accept and never answer; answer a byte now and
 * then; answer errors; a page of HTML; half of an answer; JSON of other shapes; an empty body; close the connection.
 */
export const behaviour = z.enum([
  'well',
  'refuses',
  'hangs',
  'drips',
  'errors',
  'html',
  'halves',
  'shapes',
  'empty',
  'closes',
]);
export type Behaviour = z.infer<typeof behaviour>;

/** All but one of them. */
export const failures = behaviour.exclude(['well']).options;
