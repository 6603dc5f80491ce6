import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { limits } from '../limits.ts';
import { callerAddress } from './caller-address.ts';
import { type Caller, newCaller } from './fair-turns.ts';
import { networkOf } from './network-of.ts';

/**
 * Who asks, as far as it can be told: behind one's own proxies the network that they name, else the connection, since
 * all come from this machine then.
 */
export class Callers {
  readonly #proxies: number;
  readonly #byNetwork = new Map<string, Caller>();
  readonly #bySocket = new WeakMap<Socket, Caller>();

  /** @param proxies how many of one's own proxies stand before the site */
  constructor(proxies: number) {
    this.#proxies = proxies;
  }

  of(request: Pick<IncomingMessage, 'headers' | 'socket'>): Caller {
    const address = callerAddress(request, this.#proxies);
    if (address !== undefined) return this.#ofNetwork(networkOf(address));
    const caller = this.#bySocket.get(request.socket) ?? newCaller();
    this.#bySocket.set(request.socket, caller);
    return caller;
  }

  #ofNetwork(network: string): Caller {
    const caller = this.#byNetwork.get(network) ?? newCaller();
    this.#byNetwork.delete(network);
    this.#byNetwork.set(network, caller);
    const [oldest] = this.#byNetwork.keys();
    if (this.#byNetwork.size > limits.callers.value && oldest !== undefined) this.#byNetwork.delete(oldest);
    return caller;
  }
}
