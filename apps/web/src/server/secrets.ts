import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { environment } from './environment.ts';

const secretsFile = z.object({
  webhookSecret: z.string().min(1).optional(),
  siteToken: z.string().min(1).optional(),
  previewSecret: z.string().min(1).optional(),
  feedbackToken: z.string().min(1).optional(),
});

/** What the site must know and nobody else may. */
export type Secrets = {
  /** Signs the lake's webhooks. */
  webhookSecret: string;
  /** Lets the site read the lake, drafts included. */
  readToken: string;
  /** Signs who may see drafts. */
  previewSecret: string;
};

/** The secrets aren't there (yet): the lake writes them at its first start, which may come after the site's. */
export class MissingSecret extends Error {}

let known: Secrets | undefined;

/** The secrets from the environment, else from the file that the embedded lake writes. Throws `MissingSecret`. */
export function secrets(): Secrets {
  known ??= readSecrets();
  return known;
}

function readSecrets(): Secrets {
  const { dataDir, readToken, webhookSecret } = environment();
  const path = join(dataDir, 'secrets.json');
  const file = readSecretsFile(path);
  const token = readToken ?? file.siteToken;
  const webhook = webhookSecret ?? file.webhookSecret;
  if (token === undefined || webhook === undefined) {
    throw new MissingSecret(
      `${path} has no ${token === undefined ? 'siteToken' : 'webhookSecret'} yet. Start the lake first, or set ` +
        'SANITY_API_READ_TOKEN and SANITY_WEBHOOK_SECRET for a hosted one.',
    );
  }
  // A hosted lake has no secret for our own cookies: one that only the site and the lake know serves as well.
  return { webhookSecret: webhook, readToken: token, previewSecret: file.previewSecret ?? webhook };
}

/**
 * The token that hands in what readers say, and can do nothing else. Asked for each time: the embedded lake may add it
 * to a file that was there before. Throws `MissingSecret`.
 */
export function feedbackToken(): string {
  const { dataDir, feedbackToken: given, lakeUrl } = environment();
  // The embedded lake's token is none for a hosted one.
  const token =
    given ?? (lakeUrl === undefined ? undefined : readSecretsFile(join(dataDir, 'secrets.json')).feedbackToken);
  if (token !== undefined) return token;
  throw new MissingSecret(
    'There is no token for it: start the lake again, or set SANITY_FEEDBACK_TOKEN for a hosted one.',
  );
}

function readSecretsFile(path: string): z.infer<typeof secretsFile> {
  try {
    return secretsFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
