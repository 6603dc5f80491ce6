import { createHash } from 'node:crypto';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { z } from 'zod';
import { limits } from '../../limits.ts';
import { type Caller, createFairQueue } from '../../server/fair-queue.ts';
import { createWorkerClient } from '../../worker/worker-client.ts';
import type { ShareImage } from './draw-share-image.ts';

const worker = createWorkerClient('media/share-image/share-image-worker.ts');
const queue = createFairQueue({
  concurrency: 1,
  maxQueued: limits.queuedRequests.value,
  slotMs: limits.drawing.value,
});

/** Cached on disk, since drawing takes a tenth of a second. The file name is a hash of the content. */
export async function shareImage(folder: string, image: ShareImage, caller: Caller): Promise<Buffer> {
  const files = new ChecksummedFiles(folder);
  const name = `${createHash('sha256').update(JSON.stringify(image)).digest('hex')}.png`;
  const cached = await files.read(name);
  if (cached !== undefined) return cached;
  const drawn = await draw(image, caller);
  // On a full disk the image is sent all the same.
  await files.write(name, drawn).catch((cause: unknown) => console.error('A share image could not be kept.', cause));
  return drawn;
}

/** In a worker thread, behind a fair queue. */
async function draw(image: ShareImage, caller: Caller): Promise<Buffer> {
  let drawn: unknown;
  await queue.run(caller, async () => {
    drawn = await worker.call(image);
  });
  return Buffer.from(z.instanceof(Uint8Array, { error: 'Too many pictures are asked for at once.' }).parse(drawn));
}
