import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The repository's root. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export type Config = {
  projectId: string;
  dataset: string;
  /** Undefined for Sanity's hosted lake. */
  lakeUrl: string | undefined;
  /** Undefined with the embedded lake, whose CLI creates one. */
  token: string | undefined;
  studioUrl: string;
  dataDir: string;
};

const port = (name: string, fallback: number) =>
  z.coerce
    .number({ error: `${name} must be a port, such as ${fallback}.` })
    .int()
    .min(1)
    .max(65_535)
    .default(fallback);

const address = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `${name} must be an address such as http://localhost:3030.` })
    .transform((url) => url.replace(/\/+$/, ''));

const variables = z
  .object({
    LAKE_PORT: port('LAKE_PORT', 3030),
    STUDIO_PORT: port('STUDIO_PORT', 3333),
    LAKE_URL: address('LAKE_URL').optional(),
    STUDIO_URL: address('STUDIO_URL').optional(),
    DATA_DIR: z.string().default('.data'),
    SANITY_PROJECT_ID: z.string().optional(),
    SANITY_DATASET: z.string().default('production'),
    SANITY_API_WRITE_TOKEN: z.string().optional(),
  })
  .refine((given) => given.SANITY_PROJECT_ID === undefined || given.SANITY_API_WRITE_TOKEN !== undefined, {
    error: 'A hosted lake needs SANITY_API_WRITE_TOKEN: a token that may write, made at sanity.io/manage.',
  });

/** Throws a `z.ZodError` with one sentence for each invalid variable. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // Empty variables count as unset: `.env` files and containers set them so.
  const given = variables.parse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  const isHosted = given.SANITY_PROJECT_ID !== undefined;
  return {
    projectId: given.SANITY_PROJECT_ID ?? 'bodytext',
    dataset: given.SANITY_DATASET,
    lakeUrl: isHosted ? undefined : (given.LAKE_URL ?? `http://localhost:${given.LAKE_PORT}`),
    token: given.SANITY_API_WRITE_TOKEN,
    studioUrl: given.STUDIO_URL ?? `http://localhost:${given.STUDIO_PORT}`,
    dataDir: resolve(root, given.DATA_DIR),
  };
}
