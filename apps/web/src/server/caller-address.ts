import type { IncomingMessage } from 'node:http';

/**
 * Whom a request comes from, if that can be told. The site listens on loopback, so that it sees its proxies alone: the
 * last of them has added the caller to the list, and what stands before that anybody may have written.
 *
 * @param proxies how many of one's own proxies stand before the site
 */
export function callerAddress({ headers }: Pick<IncomingMessage, 'headers'>, proxies: number): string | undefined {
  if (proxies === 0) return undefined;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  return forwarded.at(-proxies)?.trim() || undefined;
}
