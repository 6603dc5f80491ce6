import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Dataset } from '../dataset.ts';
import { forbidden, unauthorized } from '../errors.ts';
import { asOneStep } from '../fairness/scheduler.ts';
import type { Lake } from '../lake.ts';
import type { Actor } from '../people/actor.ts';
import { callerOf } from '../people/caller.ts';
import type { Streams } from './event-stream.ts';
import { httpLimits } from './limits.ts';
import { parseJson } from './parse-json.ts';
import { parseRequest } from './parse-request.ts';
import { readBody } from './read-body.ts';
import { allValues, firstValue, parseUrlParams, type UrlParams } from './url-params.ts';

/** A request over HTTP, or for one of the event streams that a WebSocket carries. */
export type Incoming = {
  method: string;
  /** Without the query string; not decoded. */
  path: string;
  /** Without the question mark; not decoded. */
  queryString: string;
  headers: IncomingHttpHeaders;
  /** The IP address of the caller. */
  address: string;
  /** Undefined for a stream of a WebSocket. */
  body: Readable | undefined;
};

export type Params = Readonly<Record<string, string | undefined>>;

/** A request to the lake. */
export class LakeRequest {
  readonly lake: Lake;
  readonly streams: Streams;
  readonly method: string;
  readonly path: string;
  readonly queryString: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  readonly body: Readable | undefined;
  readonly params: Params;
  #urlParams: UrlParams | undefined;

  constructor(lake: Lake, streams: Streams, incoming: Incoming, params: Params) {
    this.lake = lake;
    this.streams = streams;
    this.method = incoming.method;
    this.path = incoming.path;
    this.queryString = incoming.queryString;
    this.headers = incoming.headers;
    this.address = incoming.address;
    this.body = incoming.body;
    this.params = params;
  }

  /** A header's value; several of one name are joined, as Node gives them. */
  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  /** A path parameter of the route. */
  param(name: string): string {
    const value = this.params[name];
    if (value === undefined) throw new Error(`The route has no parameter “${name}”.`);
    return value;
  }

  /** The query string's parameters, decoded, in their order. */
  get urlParams(): UrlParams {
    this.#urlParams ??= parseUrlParams(this.queryString);
    return this.#urlParams;
  }

  /** The first value of a query string parameter. */
  query(name: string): string | undefined {
    return firstValue(this.urlParams, name);
  }

  /** All values of a query string parameter. */
  queryValues(name: string): string[] {
    return allValues(this.urlParams, name);
  }

  /** All query string parameters; of several with one name, the first. */
  queries(): Record<string, string> {
    return Object.fromEntries(this.urlParams.toReversed());
  }

  /** A boolean parameter: present and neither `false` nor `0`. */
  isOn(name: string, byDefault = false): boolean {
    const value = this.query(name);
    return value === undefined ? byDefault : value !== 'false' && value !== '0';
  }

  /** The body as text. Refused with 413 when it is longer than the limit. */
  text(mostBytes?: number): Promise<string> {
    return readBody(this, mostBytes);
  }
}

/** An authenticated request to the API, under `/v…`. */
export class ApiRequest extends LakeRequest {
  /** The API version in the path, without its `v`. */
  readonly apiVersion: string;
  /** The dataset in the path, or the main one where the path names none. */
  readonly dataset: Dataset;
  readonly actor: Actor;

  constructor(base: LakeRequest, params: Params, api: { apiVersion: string; dataset: Dataset; actor: Actor }) {
    super(base.lake, base.streams, base, params);
    this.apiVersion = api.apiVersion;
    this.dataset = api.dataset;
    this.actor = api.actor;
  }

  /** Who is rate limited. */
  get caller(): string {
    return callerOf(this.actor, this.address);
  }

  /** Runs `work` with the body's text; with a long one through the scheduler, since it blocks the event loop. */
  async withText<Result>(work: (text: string) => Result): Promise<Result> {
    const text = await this.text();
    if (text.length <= httpLimits.inlineBody.value) return work(text);
    return this.lake.scheduler.run(
      this.caller,
      asOneStep(() => work(text)),
    );
  }

  /** A JSON body; an invalid one is refused with 400 and the paths of the mistakes. */
  json<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>> {
    return this.withText((text) => parseRequest(schema, parseJson(text)));
  }

  /** The caller; refused unless it is signed in, or has a token with read access. */
  signedIn(): Actor {
    const actor = this.authenticated();
    // A token that may only write, such as the site's for feedback, must not see people, projects or history.
    if (actor.access.kind === 'nothing') throw forbidden('Whoever may read nothing may not ask for this.');
    return actor;
  }

  /** The caller; refused without a token. */
  authenticated(): Actor {
    if (this.actor.kind === 'anonymous') throw unauthorized();
    return this.actor;
  }

  /** The caller; refused unless it is an administrator. */
  administrator(): Actor {
    const actor = this.signedIn();
    if (actor.role !== 'administrator') throw forbidden('Only an administrator may do this.');
    return actor;
  }
}
