import { createHash, randomBytes } from 'node:crypto';

/** A new secret that can't be guessed: a token, a code, a key. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is stored of a secret. It has 256 random bits, so a fast hash is enough; a password would need a slow one. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
