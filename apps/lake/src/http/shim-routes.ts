import { notFound, PlainError } from '../errors.ts';
import { readShim, type Shim, shimPath } from '../studio/shim.ts';
import { rootRoutes } from './routes.ts';

/** The script that goes first into a Studio's page. Requested with the hash of its content, it is cached for a year. */
export const shimRoutes = rootRoutes().get(shimPath, (request) => {
  const { script, hash } = shim();
  const isCurrent = request.query('v') === hash;
  return {
    status: 200,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    },
    body: script,
  };
});

let cached: Shim | undefined;

function shim(): Shim {
  try {
    cached ??= readShim();
    return cached;
  } catch (error) {
    throw error instanceof PlainError ? notFound(error.message) : error;
  }
}
