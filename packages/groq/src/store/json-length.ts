/** The approximate length of a value as JSON. Stops counting when it exceeds the limit. */
export function jsonLength(value: unknown, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 4;
  let length = 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      length += jsonLength(item, limit - length) + 1;
      if (length > limit) return length;
    }
    return length;
  }
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    length += name.length + 4 + jsonLength(Reflect.get(value, name), limit - length);
    if (length > limit) return length;
  }
  return length;
}
