import { join, resolve } from 'node:path';
import { z } from 'zod';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);
const origin = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((url) => new URL(url).pathname === '/', { error: 'must be an origin, such as https://example.org' })
  .transform((url) => new URL(url).origin)
  .optional();
const text = z.string().min(1).optional();

const variables = z.object({
  SITE_PORT: port(3000),
  STUDIO_PORT: port(3333),
  LAKE_PORT: port(3030),
  SITE_URL: origin,
  STUDIO_URL: origin,
  LAKE_URL: origin,
  DATA_DIR: text,
  SANITY_PROJECT_ID: text,
  SANITY_DATASET: text,
  SANITY_API_READ_TOKEN: text,
  SANITY_WEBHOOK_SECRET: text,
  SANITY_FEEDBACK_TOKEN: text,
  SITE_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
});

/** The environment variables, read when the site starts and never during a build. */
export type Environment = {
  port: number;
  /** The public origin, without a trailing slash. */
  siteUrl: string;
  /** Whether SITE_URL is set. Until then, search engines are kept out. */
  isPublic: boolean;
  studioUrl: string;
  /** Absent for a hosted lake. */
  lakeUrl: string | undefined;
  /** Set by `main.ts`; otherwise `.data` at the root of the repository, relative to this workspace, in which Next runs. */
  dataDir: string;
  projectId: string;
  dataset: string;
  readToken: string | undefined;
  webhookSecret: string | undefined;
  /** May write feedback to the lake. The embedded lake creates one itself. */
  feedbackToken: string | undefined;
  /** Whether readers' feedback can reach the editors. */
  takesFeedback: boolean;
  /** How many of the operator's own proxies are in front of the site and append to `x-forwarded-for`. */
  proxies: number;
};

/** An invalid variable, with a message for the operator. */
export class InvalidEnvironment extends Error {}

/** An empty variable counts as unset. */
export function parseEnvironment(env: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    throw new InvalidEnvironment(`The variable ${name} can’t be “${given[name]}”: ${issue?.message}.`);
  }
  const { data } = parsed;
  return {
    port: data.SITE_PORT,
    siteUrl: data.SITE_URL ?? `http://localhost:${data.SITE_PORT}`,
    isPublic: data.SITE_URL !== undefined,
    studioUrl: data.STUDIO_URL ?? `http://localhost:${data.STUDIO_PORT}`,
    lakeUrl: data.SANITY_PROJECT_ID === undefined ? (data.LAKE_URL ?? `http://localhost:${data.LAKE_PORT}`) : undefined,
    dataDir: resolve(data.DATA_DIR ?? join('..', '..', '.data')),
    projectId: data.SANITY_PROJECT_ID ?? 'bodytext',
    dataset: data.SANITY_DATASET ?? 'production',
    readToken: data.SANITY_API_READ_TOKEN,
    webhookSecret: data.SANITY_WEBHOOK_SECRET,
    feedbackToken: data.SANITY_FEEDBACK_TOKEN,
    takesFeedback: data.SANITY_PROJECT_ID === undefined || data.SANITY_FEEDBACK_TOKEN !== undefined,
    proxies: data.SITE_PROXIES,
  };
}

let cached: Environment | undefined;

/** The environment of this process. */
export function environment(): Environment {
  cached ??= parseEnvironment(process.env);
  return cached;
}
