import type { Actor } from './actor.ts';
import { networkOf } from './client-network.ts';

/**
 * For whom counts what is asked for: the person or program, or the network that an anonymous caller is in. What is
 * limited for one caller, and whose turn it is, goes by this name.
 */
export function callerOf({ id, kind }: Pick<Actor, 'id' | 'kind'>, address: string): string {
  return kind === 'anonymous' ? `at ${networkOf(address)}` : id;
}
