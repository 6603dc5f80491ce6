import { createHash, randomBytes } from 'node:crypto';

/** A random secret of 256 bits: a token, a code or a key. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** A fast hash suffices for 256 random bits; a password needs a slow one. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
