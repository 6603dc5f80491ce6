import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment } from './environment.ts';

const secretsFile = z.looseObject({ proxySecret: z.string().min(1) });

/** Tells the lake where a request comes from. */
export type Caller = ReturnType<typeof createCaller>;

/**
 * The lake sees every request come from this server, and must know from whom it really is, to bound guesses at
 * passwords. It believes whoever knows the secret that it keeps in the data folder; what a browser itself writes into
 * these headers goes no further.
 */
export function createCaller({ dataDir, proxies }: Pick<Environment, 'dataDir' | 'proxies'>) {
  let known: string | undefined;

  /** The lake may make the file after this server has started. */
  function secret(): string | undefined {
    known ??= readSecret(join(dataDir, 'secrets.json'));
    return known;
  }

  return {
    headersFor(request: IncomingMessage): Record<string, string | undefined> {
      const proof = secret();
      if (proof === undefined) return { 'x-lake-proxy': undefined, 'x-forwarded-for': undefined };
      return { 'x-lake-proxy': proof, 'x-forwarded-for': addressOf(request, proxies) };
    },
  };
}

/**
 * With no proxy before this server, the address at the other end of the connection. With one, what that one added
 * to the list, which is the last; whatever stands before it anybody may have written.
 */
function addressOf({ headers, socket }: IncomingMessage, proxies: number): string | undefined {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  return (proxies > 0 && forwarded.at(-proxies)?.trim()) || socket.remoteAddress;
}

function readSecret(path: string): string | undefined {
  try {
    return secretsFile.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data?.proxySecret;
  } catch {
    return undefined;
  }
}
