import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { httpError } from '../errors.ts';
import type { LakeEnvironment } from './environment.ts';

/** As the hosted lake has it for mutations. @see https://www.sanity.io/docs/content-lake/technical-limits */
const largestBody = 4_000_000;
const counted = bodyLimit({ maxSize: largestBody, onError: tooLarge });

/**
 * Refuses bodies that are too large. One that says how long it is has no byte more, which Node's parser sees to: it is
 * looked at without Hono's own middleware, which makes a stream of every body for that, at a cost like that of a query.
 */
export const limitBody = createMiddleware<LakeEnvironment>(async (context, next) => {
  const length = context.req.header('content-length');
  if (length === undefined || context.req.header('transfer-encoding') !== undefined) return counted(context, next);
  if (Number.parseInt(length, 10) > largestBody) tooLarge();
  await next();
});

function tooLarge(): never {
  throw httpError(
    413,
    'Payload Too Large',
    `A request may have at most ${largestBody / 1_000_000} MB; send more in several.`,
  );
}
