/** Writes values as JSON, each object once: what hundreds of listeners are told of a document is mostly the same. */
export type JsonOnce = (value: unknown) => string | undefined;

export function createJsonOnce(): JsonOnce {
  const known = new Map<object, string>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const json = known.get(value) ?? JSON.stringify(value);
    known.set(value, json);
    return json;
  };
}
