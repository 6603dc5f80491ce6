import { z } from 'zod';
import { badRequest } from '../errors.ts';

/** Parses a part of a request; an invalid one is refused with 400 and the paths of the mistakes. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw badRequest(`The request is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
