import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The IP address of the client. Behind trusted reverse proxies, each of which appends the address of its peer to
 * `x-forwarded-for`, it is the entry that the first of them added; entries before it can be forged.
 *
 * @param proxies how many trusted proxies there are; with 0, the header is ignored
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

/** An IPv4-mapped IPv6 address, as dual-stack sockets report it, is turned into the IPv4 address. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
