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

/** The secrets that the site needs. */
export type Secrets = {
  /** Signs the lake's webhooks. */
  webhookSecret: string;
  /** Reads the lake, drafts included. */
  readToken: string;
  /** Signs preview cookies. */
  previewSecret: string;
};

/** A secret is missing: the lake writes them at its first start, which may come after the site's. */
class MissingSecret extends Error {}

let cached: Secrets | undefined;

/**
 * The secrets from the environment, or from the file that the embedded lake writes.
 *
 * @throws MissingSecret
 */
export function secrets(): Secrets {
  cached ??= readSecrets();
  return cached;
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
  // A hosted lake writes no secret for preview cookies: the webhook secret is known to the site and the lake alone.
  return { webhookSecret: webhook, readToken: token, previewSecret: file.previewSecret ?? webhook };
}

/**
 * The token that may write feedback and nothing else. Not cached: an embedded lake from before this token adds it to its
 * file later.
 *
 * @throws MissingSecret
 */
export function feedbackToken(): string {
  const { dataDir, feedbackToken: given, lakeUrl } = environment();
  // A hosted lake does not accept the embedded lake's token.
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
