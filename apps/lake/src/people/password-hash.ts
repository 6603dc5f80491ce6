import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/*
 * Argon2id, as RFC 9106 and OWASP recommend for passwords: each guess takes 46 MiB of memory, so a stolen database
 * can't be searched by brute force. Node runs it in its thread pool, so it does not block the event loop.
 */
const cost = { memory: 47_104, passes: 1, parallelism: 1 };
const tagLength = 32;
const nonceLength = 16;

const derive = promisify(argon2);

/** The hash with its parameters and nonce: `argon2id$m=…,t=…,p=…$nonce$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(nonceLength);
  const tag = await derive('argon2id', parameters(password, nonce, cost));
  const { memory, passes, parallelism } = cost;
  return ['argon2id', `m=${memory},t=${passes},p=${parallelism}`, ...[nonce, tag].map(toText)].join('$');
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const { nonce, tag, ...storedCost } = storedHash.parse(stored);
  return timingSafeEqual(await derive('argon2id', parameters(password, nonce, storedCost)), tag);
}

/** A random hash that no password has. Checked for unknown accounts, so that timing does not reveal which exist. */
export const dummyHash = ['argon2id', `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`]
  .concat([randomBytes(nonceLength), randomBytes(tagLength)].map(toText))
  .join('$');

/** Keyboards send different code points for the same character: Unicode NFKC normalizes them. */
function parameters(password: string, nonce: Buffer, { memory, passes, parallelism }: typeof cost): Argon2Parameters {
  return { message: password.normalize('NFKC'), nonce, memory, passes, parallelism, tagLength };
}

const storedHash = z
  .string()
  .regex(/^argon2id\$m=\d+,t=\d+,p=\d+\$[\w-]+\$[\w-]+$/)
  .transform((stored) => {
    const [, costs = '', nonce = '', tag = ''] = stored.split('$');
    const [memory = 0, passes = 0, parallelism = 0] = costs.split(',').map((part) => Number(part.slice(2)));
    return { memory, passes, parallelism, nonce: Buffer.from(nonce, 'base64url'), tag: Buffer.from(tag, 'base64url') };
  });

function toText(bytes: Buffer): string {
  return bytes.toString('base64url');
}
