import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/*
 * Argon2id, as RFC 9106 and OWASP advise for passwords: each guess costs 46 MiB of memory, so that whoever steals the
 * database can't try billions of them. It runs on Node's own threads, never on the one that answers requests.
 */
const cost = { memory: 47_104, passes: 1, parallelism: 1 };
const tagLength = 32;
const nonceLength = 16;

const derive = promisify(argon2);

/** What is stored of a password, with all that is needed to check one: `argon2id$m=…,t=…,p=…$nonce$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(nonceLength);
  const tag = await derive('argon2id', parameters(password, nonce, cost));
  const { memory, passes, parallelism } = cost;
  return ['argon2id', `m=${memory},t=${passes},p=${parallelism}`, ...[nonce, tag].map(toText)].join('$');
}

/** Whether this is the password. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const { nonce, tag, ...storedCost } = storedHash.parse(stored);
  return timingSafeEqual(await derive('argon2id', parameters(password, nonce, storedCost)), tag);
}

/** A hash of nothing anybody knows: checked where there is no account, so that the answer takes as long. */
export const dummyHash = ['argon2id', `m=${cost.memory},t=${cost.passes},p=${cost.parallelism}`]
  .concat([randomBytes(nonceLength), randomBytes(tagLength)].map(toText))
  .join('$');

/** One password typed on two keyboards may come as different code points: they are made the same first. */
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
