/** `JSON.stringify` with a cache by object: most listeners of a transaction get the same documents. */
export type Stringify = (value: unknown) => string | undefined;

export function createStringifyCache(): Stringify {
  const cache = new Map<object, string>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const json = cache.get(value) ?? JSON.stringify(value);
    cache.set(value, json);
    return json;
  };
}
