import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dataset } from '../dataset.ts';
import { LakeError } from '../errors.ts';
import type { Lake } from '../lake.ts';
import { bearerToken } from './bearer-token.ts';
import { inOneTurn } from './in-one-turn.ts';
import { answerToUrl } from './query-answer.ts';

const queryPath = /^\/v(1|X|\d{4}-\d{2}-\d{2})\/data\/query\/([^/?]+)\?(.*)$/s;

type Handler = (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;

/**
 * Answers by far the most frequent request without what the others need: a query by GET, asked by a program, so that
 * no page's origin is to be allowed. Every other request, and whatever fails here, goes to `others`, where it is
 * answered the same way or refused in Sanity's words.
 */
export function answerStraight(lake: Lake, others: Handler): Handler {
  const holderOf = inOneTurn(lake.holderOf);
  const refresh = inOneTurn(({ store }: Dataset) => store.documents.refresh());

  return (incoming, outgoing) => {
    try {
      const straight = incoming.method === 'GET' && incoming.headers.origin === undefined ? ask(incoming) : undefined;
      if (straight === undefined) return others(incoming, outgoing);
      if (typeof straight === 'string') return send(outgoing, straight);
      return straight.then(
        (body) => send(outgoing, body),
        (error: unknown) => refuse(error, incoming, outgoing),
      );
    } catch (error) {
      return refuse(error, incoming, outgoing);
    }
  };

  function refuse(error: unknown, incoming: IncomingMessage, outgoing: ServerResponse): unknown {
    // To ask once more would take the time of a query that was stopped once more.
    if (error instanceof LakeError) return send(outgoing, JSON.stringify(error.body), error.status);
    return others(incoming, outgoing);
  }

  function ask({ url = '', headers }: IncomingMessage): string | Promise<string> | undefined {
    const [, apiVersion, name, search] = queryPath.exec(url) ?? [];
    const dataset = name === undefined ? undefined : lake.dataset(name);
    if (!dataset || apiVersion === undefined || search === undefined) return undefined;
    refresh(dataset);
    const actor = dataset.actor(holderOf(bearerToken(headers.authorization)));
    return answerToUrl({ lake, dataset, actor, apiVersion }, search);
  }
}

function send(outgoing: ServerResponse, body: string, status = 200): void {
  const length = Buffer.byteLength(body);
  outgoing.writeHead(status, { 'content-type': 'application/json', 'content-length': length });
  // As long as it has characters, it is ASCII, which Node writes faster if it need not look for anything else.
  outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
}
