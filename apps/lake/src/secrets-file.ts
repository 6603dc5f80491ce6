import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomicSync } from '@bodytext/data-dir/atomic-write';
import { z } from 'zod';
import { PlainError } from './errors.ts';
import { newSecret } from './people/random-secret.ts';

const secretsFile = z.object({
  /** Signs webhooks. */
  webhookSecret: z.string().min(1),
  /** A token of role `viewer`, with which the site reads. */
  siteToken: z.string().min(1),
  /** Signs the site's preview cookies. */
  previewSecret: z.string().min(1),
  /** A token of role `feedback`, with which the site stores readers' feedback. */
  feedbackToken: z.string().min(1),
});

/** Files of earlier versions have no `feedbackToken`. */
const storedSecrets = secretsFile.partial({ feedbackToken: true });

export type Secrets = z.output<typeof secretsFile>;
type StoredSecrets = z.output<typeof storedSecrets>;

/** Create the tokens where the file has none yet. */
export type TokenMakers = Record<'siteToken' | 'feedbackToken', () => string>;

/** The secrets, if the file is complete: creating missing tokens needs an open lake. */
export function readMadeSecrets(dataDir: string): Secrets | undefined {
  const path = join(dataDir, 'secrets.json');
  return existsSync(path) ? secretsFile.safeParse(readSecrets(path)).data : undefined;
}

/** The secrets that lake and site share, created at the first start and readable by their owner only. */
export function readOrMakeSecrets(dataDir: string, make: TokenMakers): Secrets {
  const path = join(dataDir, 'secrets.json');
  const stored = existsSync(path) ? readSecrets(path) : undefined;
  const { feedbackToken, ...others } = stored ?? {
    webhookSecret: newSecret(),
    siteToken: make.siteToken(),
    previewSecret: newSecret(),
  };
  if (feedbackToken !== undefined) return { ...others, feedbackToken };
  return write(path, { ...others, feedbackToken: make.feedbackToken() });
}

function write(path: string, secrets: Secrets): Secrets {
  // Atomic: the site may read it at the same time.
  writeAtomicSync(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

function readSecrets(path: string): StoredSecrets {
  try {
    return storedSecrets.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new PlainError(`${path} can't be read as secrets; restore it, or delete it and a new one is made.`);
  }
}
