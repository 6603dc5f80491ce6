import { join, resolve } from 'node:path';
import { z } from 'zod';
import { type AssetLimits, defaultAssetLimits, megabyte } from './assets/limits.ts';
import { PlainError } from './errors.ts';
import { type AuditRetention, usualRetention } from './people/audit-log.ts';
import { defaultProject, type ProjectSettings } from './project.ts';

const repositoryRoot = resolve(import.meta.dirname, '../../..');
const port = z.coerce.number().int().min(1).max(65_535);
const days = z.coerce.number().int().min(30).max(36_500);
const megabytes = z.coerce
  .number()
  .int()
  .min(1)
  .max(1_000_000)
  .transform((number) => number * megabyte);
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
/** An empty variable counts as unset. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const variables = z.object({
  DATA_DIR: optional(z.string()),
  LAKE_PORT: optional(port),
  STUDIO_PORT: optional(port),
  SITE_PORT: optional(port),
  LAKE_URL: optional(url),
  STUDIO_URL: optional(url),
  SITE_URL: optional(url),
  SANITY_WEBHOOK_SECRET: optional(z.string()),
  LAKE_PUBLIC: optional(z.enum(['0', '1'])),
  LAKE_UPLOAD_MB: optional(megabytes),
  LAKE_RENDITIONS_MB: optional(megabytes),
  STUDIO_PROXIES: optional(z.coerce.number().int().min(0).max(9)),
  LAKE_ORPHAN_DAYS: optional(z.coerce.number().int().min(0).max(36_500)),
  LAKE_AUDIT_DAYS: optional(days),
  LAKE_AUDIT_ADDRESS_DAYS: optional(z.coerce.number().int().min(0).max(36_500)),
});

/** The lake's configuration, from environment variables and command-line options. */
export type LakeConfig = {
  dataDir: string;
  port: number;
  studioPort: number;
  urls: { lake: string; studio: string; site: string };
  webhookSecret: string | undefined;
  isPublic: boolean;
  auditRetention: AuditRetention;
  /** How many trusted reverse proxies each add an entry to `x-forwarded-for`. */
  proxies: number;
  assetLimits: AssetLimits;
  project: ProjectSettings;
  /** Without the newsroom plugin, for any Studio. */
  isPlain: boolean;
};

/** The command-line options about the project. */
type ProjectOptions = { project?: string; title?: string; plain?: boolean };

export function readConfig(env: NodeJS.ProcessEnv, options: ProjectOptions = {}): LakeConfig {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0]);
    throw new PlainError(`The environment variable ${name} is “${env[name]}”, which is not valid: ${issue?.message}.`);
  }
  const { DATA_DIR, LAKE_PORT = 3030, STUDIO_PORT = 3333, SITE_PORT = 3000, ...rest } = parsed.data;
  return {
    dataDir: DATA_DIR ? resolve(DATA_DIR) : join(repositoryRoot, '.data'),
    port: LAKE_PORT,
    studioPort: STUDIO_PORT,
    urls: {
      lake: rest.LAKE_URL ?? `http://localhost:${LAKE_PORT}`,
      studio: rest.STUDIO_URL ?? `http://localhost:${STUDIO_PORT}`,
      site: rest.SITE_URL ?? `http://localhost:${SITE_PORT}`,
    },
    webhookSecret: rest.SANITY_WEBHOOK_SECRET,
    isPublic: rest.LAKE_PUBLIC === '1',
    auditRetention: {
      days: rest.LAKE_AUDIT_DAYS ?? usualRetention.days,
      addressDays: rest.LAKE_AUDIT_ADDRESS_DAYS ?? usualRetention.addressDays,
    },
    proxies: rest.STUDIO_PROXIES ?? 0,
    assetLimits: {
      ...defaultAssetLimits,
      fileBytes: rest.LAKE_UPLOAD_MB ?? defaultAssetLimits.fileBytes,
      renditionBytes: rest.LAKE_RENDITIONS_MB ?? defaultAssetLimits.renditionBytes,
      orphanDays: rest.LAKE_ORPHAN_DAYS ?? defaultAssetLimits.orphanDays,
    },
    project: readProject(options),
    isPlain: options.plain ?? false,
  };
}

const projectId = /^[a-z0-9][a-z0-9-]{0,62}$/;

function readProject({ project, title }: ProjectOptions): ProjectSettings {
  if (project === undefined) return { ...defaultProject, ...(title && { title }) };
  if (projectId.test(project)) return { id: project, title: title ?? project };
  throw new PlainError(`“${project}” can’t be a project’s id: use small letters, digits and dashes, up to 63.`);
}
