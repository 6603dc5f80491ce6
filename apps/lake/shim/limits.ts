/* Like the limits of other rooms, but for why, which no browser need load. */

export const shimLimits = {
  // The address of a stream: as many as the lake takes in one.
  address: { value: 32 * 1024, unit: 'characters' },
};
