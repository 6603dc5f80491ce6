import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

export const manifestName = 'manifest.json';

/** The manifest of a backup: all files with their checksums, so that a restore can verify it. */
export const manifest = z.object({
  format: z.literal('bodytext-lake-backup'),
  version: z.literal(1),
  createdAt: z.string(),
  /** `seq` is the last transaction of each dataset in the backup. */
  datasets: z.array(z.object({ name: z.string(), folder: z.string(), seq: z.int() })).min(1),
  files: z.record(z.string(), z.object({ size: z.int(), sha256: z.string() })),
});

export type Manifest = z.output<typeof manifest>;

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
