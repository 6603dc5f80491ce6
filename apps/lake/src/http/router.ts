import findMyWay from 'find-my-way';
import { httpLimits } from './limits.ts';
import type { LakeRequest, Params } from './request.ts';
import { type Handler, type Method, methods, type Route } from './routes.ts';

export type Found<Request extends LakeRequest> = { handle: Handler<Request>; params: Params };

/**
 * Finds the handler of a path, with Fastify's router, a radix tree. Only its `find` is used: `lookup` also parses the
 * query string, which for a GROQ query takes as long as the answer.
 */
export function createRouter<Request extends LakeRequest>(routes: Route<Request>[]) {
  const tree = findMyWay({ maxParamLength: httpLimits.address.value });
  const handlers = new Map<unknown, Handler<Request>>();
  for (const { method, path, handle } of routes) {
    const leaf = (): void => {};
    handlers.set(leaf, handle);
    tree.on(method, path, leaf);
  }
  return function find(requested: string, path: string): Found<Request> | undefined {
    const method = requested === 'HEAD' ? 'GET' : requested;
    const found = isMethod(method) ? tree.find(method, path) : null;
    const handle = found && handlers.get(found.handler);
    return found && handle ? { handle, params: found.params } : undefined;
  };
}

const known = new Set<string>(methods);

function isMethod(method: string): method is Method {
  return known.has(method);
}
