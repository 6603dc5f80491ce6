import { z } from 'zod';
import type { Connection } from '../connection.ts';

const portSentence = 'STUDIO_PORT must be a port: a whole number from 1 to 65535.';

const origin = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `${name} must be an address such as http://localhost:3000.` })
    .transform((address) => new URL(address).origin);

const port = z.coerce.number({ error: portSentence }).int(portSentence).min(1, portSentence).max(65_535, portSentence);

/** Empty variables, as `.env` files and containers leave them, count as not given. */
const variables = z.preprocess(
  (env) => (env instanceof Object ? Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')) : env),
  z.object({
    STUDIO_PORT: port.default(3333),
    STUDIO_URL: origin('STUDIO_URL').optional(),
    SITE_PORT: z.coerce.number().default(3000),
    SITE_URL: origin('SITE_URL').optional(),
    SANITY_PROJECT_ID: z.string({
      error: 'SANITY_PROJECT_ID is missing: without a project at Sanity, the embedded lake serves the Studio.',
    }),
    SANITY_DATASET: z.string().default('production'),
  }),
);

export type Environment = { port: number; studioUrl: string; connection: Connection };

/** What is told by environment variables. Throws a sentence for each that can't be used. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const parsed = variables.safeParse(env);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  const given = parsed.data;
  return {
    port: given.STUDIO_PORT,
    studioUrl: given.STUDIO_URL ?? `http://localhost:${given.STUDIO_PORT}`,
    connection: {
      projectId: given.SANITY_PROJECT_ID,
      dataset: given.SANITY_DATASET,
      lake: 'hosted',
      hasPublishRules: false,
      siteUrl: given.SITE_URL ?? `http://localhost:${given.SITE_PORT}`,
    },
  };
}
