import { atEndOfTurn } from './end-of-turn.ts';

/**
 * The same answer for all requests that arrived together: `find` is asked once for each key, until what has arrived by
 * now is dealt with. A request that is sent after somebody else's write or sign-out was answered comes later than
 * that, so nobody sees what is no longer so.
 */
export function inOneTurn<Key, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const found = new Map<Key, { value: Value }>();
  return (key) => {
    const known = found.get(key);
    if (known) return known.value;
    if (found.size === 0) atEndOfTurn(() => found.clear());
    const value = find(key);
    found.set(key, { value });
    return value;
  };
}
