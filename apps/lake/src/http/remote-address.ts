import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Where a request comes from: the address at the other end of the connection. Behind proxies of the operator's own,
 * each of which adds the address it was called from to `x-forwarded-for`, it is the entry that the first of them added;
 * whatever stands before it anybody may have written.
 *
 * @param proxies how many proxies stand before the lake; 0: the header counts for nothing
 */
export function remoteAddress({ headers, socket }: IncomingMessage, proxies: number): string {
  const peer = plain(socket.remoteAddress ?? '');
  if (proxies === 0) return peer;
  const forwarded = plain(
    String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-proxies)
      ?.trim() ?? '',
  );
  return isIP(forwarded) === 0 ? peer : forwarded;
}

/** An IPv4 address may come dressed as an IPv6 one; it is the same. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
