import type { Answer } from './answer.ts';
import type { ApiRequest, LakeRequest } from './request.ts';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

export type Handler<Request extends LakeRequest> = (request: Request) => Answer | Promise<Answer>;

/** A route, with its path in find-my-way's notation, such as `/users/:ids`. HEAD is answered as GET. */
export type Route<Request extends LakeRequest> = { method: Method; path: string; handle: Handler<Request> };

type Middleware<Request extends LakeRequest> = (handle: Handler<Request>) => Handler<Request>;

/** A builder for a list of routes. */
export class Routes<Request extends LakeRequest> {
  readonly list: Route<Request>[] = [];
  readonly #middleware: Middleware<Request>;

  /** @param middleware wraps every handler, such as with a check before it */
  constructor(middleware: Middleware<Request> = (handle) => handle) {
    this.#middleware = middleware;
  }

  on(allowed: readonly Method[], path: string, handle: Handler<Request>): this {
    for (const method of allowed) this.list.push({ method, path, handle: this.#middleware(handle) });
    return this;
  }

  get(path: string, handle: Handler<Request>): this {
    return this.on(['GET'], path, handle);
  }

  post(path: string, handle: Handler<Request>): this {
    return this.on(['POST'], path, handle);
  }

  put(path: string, handle: Handler<Request>): this {
    return this.on(['PUT'], path, handle);
  }

  delete(path: string, handle: Handler<Request>): this {
    return this.on(['DELETE'], path, handle);
  }
}

/** Routes of the API, below `/v…`. */
export const apiRoutes = (middleware?: Middleware<ApiRequest>): Routes<ApiRequest> => new Routes(middleware);

/** Routes outside the API: assets, sign-in pages. */
export const rootRoutes = (middleware?: Middleware<LakeRequest>): Routes<LakeRequest> => new Routes(middleware);
