import type { Context } from 'hono';
import { z } from 'zod';
import type { Dataset } from '../dataset.ts';
import { badRequest, forbidden, unauthorized } from '../errors.ts';
import type { Lake } from '../lake.ts';
import type { Actor } from '../people/actor.ts';
import { bodyInTurn } from './body-in-turn.ts';
import type { Streams } from './event-stream.ts';
import { parseJson } from './parse-json.ts';

/** What every handler can ask of the request it answers. */
export type LakeEnvironment = {
  Variables: {
    lake: Lake;
    streams: Streams;
    /** The one in the path, or the main one where the path names none. */
    dataset: Dataset;
    actor: Actor;
  };
};

export type LakeContext = Context<LakeEnvironment>;

/** The API version in the path, without its `v`. */
export function apiVersion(context: LakeContext): string {
  return context.req.param('version')?.slice(1) ?? 'X';
}

/** Whoever asks must have signed in, or have a token that lets them read something. */
export function signedIn(context: LakeContext): Actor {
  const actor = known(context);
  // A program that may only hand something in is nobody's colleague: it learns nothing of people, projects or history.
  if (actor.access.kind === 'nothing') throw forbidden('Whoever may read nothing may not ask for this.');
  return actor;
}

/** Whoever asks must have signed in, or have a token of any kind. */
export function known(context: LakeContext): Actor {
  const actor = context.get('actor');
  if (actor.kind === 'anonymous') throw unauthorized();
  return actor;
}

/** Whoever asks must be an administrator. */
export function administrator(context: LakeContext): Actor {
  const actor = signedIn(context);
  if (actor.role !== 'administrator') throw forbidden('Only an administrator may do this.');
  return actor;
}

/** Reads a JSON body; the answer to a wrong one says where and what. */
export async function readBody<Schema extends z.ZodType>(
  context: LakeContext,
  schema: Schema,
): Promise<z.output<Schema>> {
  return parseRequest(schema, parseJson(await bodyInTurn(context.req)));
}

export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw badRequest(`The request is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** A yes-or-no parameter: present and not `false`. */
export function isOn(context: LakeContext, name: string, byDefault = false): boolean {
  const value = context.req.query(name);
  return value === undefined ? byDefault : value !== 'false' && value !== '0';
}
