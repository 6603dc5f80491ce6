import { isIPv6 } from 'node:net';

/** The network of a client. An IPv6 client can use any address of its /64, so only that prefix identifies it. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const missing = address.includes('::') ? 8 - groups.length - after.length : 0;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16))
    .join(':');
}
