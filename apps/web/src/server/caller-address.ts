import type { IncomingMessage } from 'node:http';

/**
 * The client's IP address, from X-Forwarded-For; undefined without proxies, since the site listens on loopback. Each proxy
 * appends the address it was called from, and clients may send any list: only the last `proxies` entries can be trusted.
 *
 * @param proxies how many of the operator's own proxies are in front of the site
 */
export function callerAddress({ headers }: Pick<IncomingMessage, 'headers'>, proxies: number): string | undefined {
  if (proxies === 0) return undefined;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  return forwarded.at(-proxies)?.trim() || undefined;
}
