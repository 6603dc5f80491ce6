import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { z } from 'zod';
import type { LakeContext } from './environment.ts';

/** The header by which the Studio's server proves that it is the one who passes a request on. */
const proxyHeader = 'x-lake-proxy';

const bindings = z.object({
  incoming: z.custom<IncomingMessage>((value) => typeof value === 'object' && value !== null),
});

/**
 * Where a request comes from: the address at the other end of the connection. Anybody can write headers, so
 * `x-forwarded-for` counts only from the Studio's server, which knows a secret of the data folder.
 */
export function remoteAddress(context: LakeContext): string {
  const socket = bindings.safeParse(context.env).data?.incoming.socket;
  const peer = plain(socket?.remoteAddress ?? '');
  const { proxySecret } = context.get('lake');
  const said = context.req.header(proxyHeader);
  if (!proxySecret || !said || !isSame(said, proxySecret)) return peer;
  const forwarded = plain(context.req.header('x-forwarded-for')?.trim() ?? '');
  return isIP(forwarded) === 0 ? peer : forwarded;
}

/** An IPv4 address may come dressed as an IPv6 one; it is the same. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

function isSame(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return first !== undefined && second !== undefined && timingSafeEqual(first, second);
}
