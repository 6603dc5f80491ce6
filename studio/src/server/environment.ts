import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Connection } from '../connection.ts';

const port = (fallback: number, name: string) =>
  z.coerce
    .number({ error: `${name} must be a port: a whole number from 1 to 65535.` })
    .int({ error: `${name} must be a port: a whole number from 1 to 65535.` })
    .min(1, { error: `${name} must be a port: a whole number from 1 to 65535.` })
    .max(65_535, { error: `${name} must be a port: a whole number from 1 to 65535.` })
    .default(fallback);

const origin = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `${name} must be an address such as http://localhost:3000.` })
    .transform((address) => new URL(address).origin);

const proxiesSentence = 'STUDIO_PROXIES must be the number of proxies before the Studio: 0, 1, …';

/** Empty variables, as `.env` files and containers leave them, count as not given. */
const variables = z.preprocess(
  (env) => (env instanceof Object ? Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')) : env),
  z.object({
    STUDIO_PORT: port(3333, 'STUDIO_PORT'),
    LAKE_PORT: port(3030, 'LAKE_PORT'),
    SITE_PORT: port(3000, 'SITE_PORT'),
    STUDIO_URL: origin('STUDIO_URL').optional(),
    LAKE_URL: origin('LAKE_URL').optional(),
    SITE_URL: origin('SITE_URL').optional(),
    DATA_DIR: z.string().optional(),
    STUDIO_PROXIES: z.coerce
      .number({ error: proxiesSentence })
      .int({ error: proxiesSentence })
      .min(0, { error: proxiesSentence })
      .max(9, { error: proxiesSentence })
      .default(0),
    SANITY_PROJECT_ID: z.string().optional(),
    SANITY_DATASET: z.string().default('production'),
  }),
);

export type Environment = {
  port: number;
  studioUrl: string;
  lakeUrl: string;
  /** Where the embedded lake keeps its secrets. */
  dataDir: string;
  /** How many proxies of one's own stand before this server, each adding to `x-forwarded-for`. */
  proxies: number;
  connection: Connection;
};

/** What the Studio's server is told by environment variables. Throws a sentence for each that can't be used. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  const given = parsed.data;
  const siteUrl = given.SITE_URL ?? `http://localhost:${given.SITE_PORT}`;
  return {
    port: given.STUDIO_PORT,
    studioUrl: given.STUDIO_URL ?? `http://localhost:${given.STUDIO_PORT}`,
    lakeUrl: given.LAKE_URL ?? `http://localhost:${given.LAKE_PORT}`,
    dataDir: resolve(given.DATA_DIR ?? join(import.meta.dirname, '../../../.data')),
    proxies: given.STUDIO_PROXIES,
    connection: {
      projectId: given.SANITY_PROJECT_ID ?? 'bodytext',
      dataset: given.SANITY_DATASET,
      lake: given.SANITY_PROJECT_ID === undefined ? 'embedded' : 'hosted',
      siteUrl,
    },
  };
}
