import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { limits } from '../limits.ts';
import { callerAddress } from './caller-address.ts';
import { type Caller, newCaller } from './fair-queue.ts';
import { networkPrefix } from './network-prefix.ts';

export type Callers = ReturnType<typeof createCallers>;

/**
 * The caller of a request: the client's network, as the operator's proxies report it; without proxies the connection,
 * since every request comes from loopback then.
 *
 * @param proxies how many of the operator's own proxies are in front of the site
 */
export function createCallers(proxies: number) {
  /** Least recently used first. */
  const byNetwork = new Map<string, Caller>();
  const bySocket = new WeakMap<Socket, Caller>();

  return {
    of(request: Pick<IncomingMessage, 'headers' | 'socket'>): Caller {
      const address = callerAddress(request, proxies);
      if (address !== undefined) return ofNetwork(networkPrefix(address));
      const caller = bySocket.get(request.socket) ?? newCaller();
      bySocket.set(request.socket, caller);
      return caller;
    },
  };

  function ofNetwork(network: string): Caller {
    const caller = byNetwork.get(network) ?? newCaller();
    byNetwork.delete(network);
    byNetwork.set(network, caller);
    const [oldest] = byNetwork.keys();
    if (byNetwork.size > limits.callers.value && oldest !== undefined) byNetwork.delete(oldest);
    return caller;
  }
}
