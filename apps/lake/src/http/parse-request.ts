import { z } from 'zod';
import { badRequest } from '../errors.ts';

/** Parses a part of a request; the answer to a wrong one says where and what. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw badRequest(`The request is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
