import { createHash } from 'node:crypto';
import { KeptFiles } from '@bodytext/data-dir/kept-files';
import { drawShareImage, type ShareImage } from './draw-share-image.tsx';

/** Drawing takes a tenth of a second: what was drawn once is kept, under a name made of all that is in it. */
export async function shareImage(folder: string, image: ShareImage): Promise<Buffer> {
  const files = new KeptFiles(folder);
  const name = `${createHash('sha256').update(JSON.stringify(image)).digest('hex')}.png`;
  const kept = await files.read(name);
  if (kept !== undefined) return kept;
  const drawn = await drawShareImage(image);
  // A full disk keeps nobody from what was drawn.
  await files.write(name, drawn).catch((cause: unknown) => console.error('A share image could not be kept.', cause));
  return drawn;
}
