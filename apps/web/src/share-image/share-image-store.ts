import { createHash } from 'node:crypto';
import { ChecksummedFiles } from '@bodytext/data-dir/checksummed-files';
import { z } from 'zod';
import { limits } from '../limits.ts';
import { type Caller, FairTurns } from '../server/fair-turns.ts';
import { Thread } from '../thread/thread.ts';
import type { ShareImage } from './draw-share-image.ts';

const artist = new Thread('share-image/share-image-thread.ts');
const turns = new FairTurns({ atOnce: 1, mostWaiting: limits.waiting.value, longest: limits.drawing.value });

/** Drawing takes a tenth of a second: what was drawn once is kept, under a name made of all that is in it. */
export async function shareImage(folder: string, image: ShareImage, caller: Caller): Promise<Buffer> {
  const files = new ChecksummedFiles(folder);
  const name = `${createHash('sha256').update(JSON.stringify(image)).digest('hex')}.png`;
  const kept = await files.read(name);
  if (kept !== undefined) return kept;
  const drawn = await draw(image, caller);
  // A full disk keeps nobody from what was drawn.
  await files.write(name, drawn).catch((cause: unknown) => console.error('A share image could not be kept.', cause));
  return drawn;
}

/** In a thread of its own, and in the turn of who asks first. */
async function draw(image: ShareImage, caller: Caller): Promise<Buffer> {
  let drawn: unknown;
  await turns.take(caller, async () => {
    drawn = await artist.ask(image);
  });
  return Buffer.from(z.instanceof(Uint8Array, { error: 'Too many pictures are asked for at once.' }).parse(drawn));
}
