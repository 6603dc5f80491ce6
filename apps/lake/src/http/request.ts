import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Dataset } from '../dataset.ts';
import { forbidden, unauthorized } from '../errors.ts';
import { inOne } from '../fairness/slices.ts';
import type { Lake } from '../lake.ts';
import type { Actor } from '../people/actor.ts';
import { callerOf } from '../people/caller.ts';
import type { Streams } from './event-stream.ts';
import { httpLimits } from './limits.ts';
import { parseJson } from './parse-json.ts';
import { parseRequest } from './parse-request.ts';
import { readBody } from './read-body.ts';
import { readSearch, type Search, valueIn, valuesIn } from './search.ts';

/** What came over the network: by HTTP, or as one event stream of those that a WebSocket carries. */
export type Incoming = {
  method: string;
  /** Without the part behind the question mark; not decoded. */
  path: string;
  /** What is behind the question mark, as it came. */
  searchText: string;
  headers: IncomingHttpHeaders;
  /** The IP address of the caller. */
  address: string;
  /** Undefined where there can be none. */
  body: Readable | undefined;
};

export type Params = Readonly<Record<string, string | undefined>>;

/** A request to the lake. */
export class LakeRequest {
  readonly lake: Lake;
  readonly streams: Streams;
  readonly method: string;
  readonly path: string;
  readonly searchText: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  readonly body: Readable | undefined;
  readonly params: Params;
  #search: Search | undefined;

  constructor(lake: Lake, streams: Streams, incoming: Incoming, params: Params) {
    this.lake = lake;
    this.streams = streams;
    this.method = incoming.method;
    this.path = incoming.path;
    this.searchText = incoming.searchText;
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

  /** A part of the path that the route names. */
  param(name: string): string {
    const value = this.params[name];
    if (value === undefined) throw new Error(`The route has no parameter “${name}”.`);
    return value;
  }

  /** The parameters behind the question mark, decoded, in their order. */
  get search(): Search {
    this.#search ??= readSearch(this.searchText);
    return this.#search;
  }

  /** The first value of this name behind the question mark. */
  query(name: string): string | undefined {
    return valueIn(this.search, name);
  }

  /** All values of this name behind the question mark. */
  queryValues(name: string): string[] {
    return valuesIn(this.search, name);
  }

  /** The parameters behind the question mark; of several values of one name the first. */
  queries(): Record<string, string> {
    return Object.fromEntries(this.search.toReversed());
  }

  /** A yes-or-no parameter: present and neither `false` nor `0`. */
  isOn(name: string, byDefault = false): boolean {
    const value = this.query(name);
    return value === undefined ? byDefault : value !== 'false' && value !== '0';
  }

  /** The body as text. Refused with 413 when it is longer than the limit. */
  text(mostBytes?: number): Promise<string> {
    return readBody(this, mostBytes);
  }
}

/** A request to the API, under `/v…`: of whom, and about which dataset. */
export class ApiRequest extends LakeRequest {
  /** The API version in the path, without its `v`. */
  readonly apiVersion: string;
  /** The one in the path, or the main one where the path names none. */
  readonly dataset: Dataset;
  readonly actor: Actor;

  constructor(base: LakeRequest, params: Params, api: { apiVersion: string; dataset: Dataset; actor: Actor }) {
    super(base.lake, base.streams, base, params);
    this.apiVersion = api.apiVersion;
    this.dataset = api.dataset;
    this.actor = api.actor;
  }

  /** For whom it counts. */
  get caller(): string {
    return callerOf(this.actor, this.address);
  }

  /** Does what can be done with the body's text: with a long one when it is the caller's turn, so that others are answered. */
  async withText<Result>(work: (text: string) => Result): Promise<Result> {
    const text = await this.text();
    if (text.length <= httpLimits.bodyAtOnce.value) return work(text);
    return this.lake.slices.run(
      this.caller,
      inOne(() => work(text)),
    );
  }

  /** A JSON body; the answer to a wrong one says where and what. */
  json<Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>> {
    return this.withText((text) => parseRequest(schema, parseJson(text)));
  }

  /** Whoever asks must have signed in, or have a token that lets them read something. */
  signedIn(): Actor {
    const actor = this.known();
    // A program that may only hand something in is nobody's colleague: it learns nothing of people, projects or history.
    if (actor.access.kind === 'nothing') throw forbidden('Whoever may read nothing may not ask for this.');
    return actor;
  }

  /** Whoever asks must have signed in, or have a token of any kind. */
  known(): Actor {
    if (this.actor.kind === 'anonymous') throw unauthorized();
    return this.actor;
  }

  /** Whoever asks must be an administrator. */
  administrator(): Actor {
    const actor = this.signedIn();
    if (actor.role !== 'administrator') throw forbidden('Only an administrator may do this.');
    return actor;
  }
}
