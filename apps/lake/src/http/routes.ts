import type { Answer } from './answer.ts';
import type { ApiRequest, LakeRequest } from './request.ts';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

export type Handler<Request extends LakeRequest> = (request: Request) => Answer | Promise<Answer>;

/** One address of the lake: a path in find-my-way's notation, such as `/users/:ids`. HEAD is answered as GET. */
export type Route<Request extends LakeRequest> = { method: Method; path: string; handle: Handler<Request> };

type Around<Request extends LakeRequest> = (handle: Handler<Request>) => Handler<Request>;

/** A list of routes, written one a line. */
export class Routes<Request extends LakeRequest> {
  readonly list: Route<Request>[] = [];
  readonly #around: Around<Request>;

  /** @param around what is done with every handler, such as a check before it */
  constructor(around: Around<Request> = (handle) => handle) {
    this.#around = around;
  }

  on(allowed: readonly Method[], path: string, handle: Handler<Request>): this {
    for (const method of allowed) this.list.push({ method, path, handle: this.#around(handle) });
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
export const apiRoutes = (around?: Around<ApiRequest>): Routes<ApiRequest> => new Routes(around);

/** Routes outside the API: assets, signing in. */
export const rootRoutes = (around?: Around<LakeRequest>): Routes<LakeRequest> => new Routes(around);
