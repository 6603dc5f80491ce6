import { z } from 'zod';

/**
 * The proxy's modes: forward to the lake; refuse connections; accept and never respond; send a byte every 200 ms;
 * respond with an error status, an HTML page, half of the body, JSON of the wrong shape or an empty body; close the
 * connection.
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

/** All modes that inject a fault. */
export const failures = behaviour.exclude(['well']).options;
