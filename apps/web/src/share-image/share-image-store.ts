import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawShareImage, type ShareImage } from './draw-share-image.tsx';

/** Drawing takes a tenth of a second: what was drawn once is kept, under a name made of all that is in it. */
export async function shareImage(folder: string, image: ShareImage): Promise<Buffer> {
  const hash = createHash('sha256').update(JSON.stringify(image)).digest('hex');
  const file = join(folder, `${hash}.png`);
  const kept = await readFile(file).catch(() => undefined);
  if (kept !== undefined) return kept;
  const drawn = await drawShareImage(image);
  await mkdir(folder, { recursive: true });
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, drawn);
  await rename(aside, file);
  return drawn;
}
