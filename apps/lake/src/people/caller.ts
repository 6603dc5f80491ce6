import type { Actor } from './actor.ts';
import { networkOf } from './client-network.ts';

/**
 * The key for rate limits and fair queues: the id of the person or program, or an anonymous client's network.
 */
export function callerOf({ id, kind }: Pick<Actor, 'id' | 'kind'>, address: string): string {
  return kind === 'anonymous' ? `at ${networkOf(address)}` : id;
}
