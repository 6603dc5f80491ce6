import findMyWay from 'find-my-way';
import { httpLimits } from './limits.ts';
import type { LakeRequest, Params } from './request.ts';
import { type Handler, type Method, methods, type Route } from './routes.ts';

/** What answers a request at this path. */
export type Found<Request extends LakeRequest> = { handle: Handler<Request>; params: Params };

/**
 * Finds the handler of a path. find-my-way is the router of Fastify: a radix tree, so that the number of routes costs
 * nothing. Only its tree is used: its own `lookup` parses the query string of every request, which for a GROQ query
 * takes as long as the answer.
 */
export function createRouter<Request extends LakeRequest>(routes: Route<Request>[]) {
  const tree = findMyWay({ maxParamLength: httpLimits.address.value });
  const handlers = new Map<unknown, Handler<Request>>();
  for (const { method, path, handle } of routes) {
    const leaf = (): void => {};
    handlers.set(leaf, handle);
    tree.on(method, path, leaf);
  }
  return function find(asked: string, path: string): Found<Request> | undefined {
    const method = asked === 'HEAD' ? 'GET' : asked;
    const found = isMethod(method) ? tree.find(method, path) : null;
    const handle = found && handlers.get(found.handler);
    return found && handle ? { handle, params: found.params } : undefined;
  };
}

const known = new Set<string>(methods);

function isMethod(method: string): method is Method {
  return known.has(method);
}
