import { notFound, PlainError } from '../errors.ts';
import { readShim, type Shim, shimPath } from '../studio/shim.ts';
import { rootRoutes } from './routes.ts';

/** The script that is put first into a Studio's page. With the hash of its content, browsers keep it for ever. */
export const shimRoutes = rootRoutes().get(shimPath, (request) => {
  const { script, hash } = shim();
  const isThisOne = request.query('v') === hash;
  return {
    status: 200,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': isThisOne ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    },
    body: script,
  };
});

let known: Shim | undefined;

function shim(): Shim {
  try {
    known ??= readShim();
    return known;
  } catch (error) {
    throw error instanceof PlainError ? notFound(error.message) : error;
  }
}
