/* Like the limits of other rooms, but without `why`, which the browser need not load. */

export const shimLimits = {
  // The path of a stream; as `httpLimits.address`.
  address: { value: 32 * 1024, unit: 'characters' },
};
