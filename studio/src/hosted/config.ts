import { z } from 'zod';
import type { Connection } from '../connection.ts';

const portSentence = 'STUDIO_PORT must be a port: a whole number from 1 to 65535.';

const origin = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `${name} must be an address such as http://localhost:3000.` })
    .transform((address) => new URL(address).origin);

const port = z.coerce.number({ error: portSentence }).int(portSentence).min(1, portSentence).max(65_535, portSentence);

/** Empty variables count as unset: `.env` files and containers set them so. */
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

export type Config = { port: number; studioUrl: string; connection: Connection };

/** Parses the environment variables. Throws an error with one sentence for each invalid variable. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = variables.safeParse(env);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  const { data } = parsed;
  return {
    port: data.STUDIO_PORT,
    studioUrl: data.STUDIO_URL ?? `http://localhost:${data.STUDIO_PORT}`,
    connection: {
      projectId: data.SANITY_PROJECT_ID,
      dataset: data.SANITY_DATASET,
      lake: 'hosted',
      hasPublishRules: false,
      siteUrl: data.SITE_URL ?? `http://localhost:${data.SITE_PORT}`,
    },
  };
}
