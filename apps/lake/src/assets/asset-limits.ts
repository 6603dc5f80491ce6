export type AssetLimits = {
  /** How much of the disk renditions may take. */
  renditionBytes: number;
  /** The largest file stored. */
  fileBytes: number;
  /** The largest picture's file stored: it is read whole to leave out what its camera noted. */
  imageBytes: number;
  /** How many days bytes that no document describes are kept aside; 0 keeps them for good. */
  orphanDays: number;
};

export const megabyte = 1024 * 1024;
export const usualLimits: AssetLimits = {
  renditionBytes: 1_024 * megabyte,
  fileBytes: 500 * megabyte,
  imageBytes: 100 * megabyte,
  orphanDays: 90,
};
