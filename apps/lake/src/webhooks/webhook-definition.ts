import { z } from 'zod';
import { PlainError } from '../errors.ts';
import { webhookLimits } from './limits.ts';

export const operations = ['create', 'update', 'delete'] as const;
export type Operation = (typeof operations)[number];

const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;
const defaultApiVersion = 'v2021-03-25';
/** Headers that the lake sets itself, or that control the connection. */
const reservedHeader = /^(?:sanity-.*|idempotency-key|content-length|content-type|connection|host|transfer-encoding)$/i;

const header = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9-_]*$/, 'is no name of a header')
  .refine((name) => !reservedHeader.test(name), 'is a header that the lake sets itself');
/** Prevents header injection by line breaks. */
const headerValue = z.string().regex(/^[\t\x20-\x7e]*$/, 'may hold plain characters only');
const groq = z.string().trim().nullish();

/**
 * A webhook as an administrator defines it, with the fields of Sanity's API.
 * @see https://www.sanity.io/docs/content-lake/webhooks
 */
export const webhookDefinition = z.object({
  name: z.string().trim().min(1).max(webhookLimits.name.value),
  description: z.string().max(webhookLimits.description.value).nullish(),
  url: z.url({ protocol: /^https?$/, error: 'must be an address that starts with http:// or https://' }),
  httpMethod: z.enum(methods).default('POST'),
  headers: z.record(header, headerValue).default({}),
  on: z
    .array(z.enum(operations))
    .min(1)
    .default([...operations]),
  /** GROQ over the changed document (or the deleted one), with `before()` and `after()`. */
  filter: groq,
  projection: groq,
  includeDrafts: z.boolean().default(false),
  includeAllVersions: z.boolean().default(false),
  secret: z.string().min(1).nullish(),
  apiVersion: z
    .string()
    .regex(/^v\d{4}-\d{2}-\d{2}$/)
    .default(defaultApiVersion),
  isDisabledByUser: z.boolean().default(false),
});

export type WebhookDefinition = z.output<typeof webhookDefinition>;

/** Parses a definition from the command line. */
export function parseDefinition(value: unknown): WebhookDefinition {
  const parsed = webhookDefinition.safeParse(value);
  if (!parsed.success) throw new PlainError(`The webhook is not valid: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
