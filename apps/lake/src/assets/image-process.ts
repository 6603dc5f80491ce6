import { constants, setPriority } from 'node:os';
import { FrameError } from './image-frame.ts';
import { imageAnswer, imageJob } from './image-job.ts';
import { readImage } from './image-metadata.ts';
import { parseImageParameters } from './image-parameters.ts';
import { stripMetadata } from './strip-metadata.ts';
import { transformImage } from './transform-image.ts';

/*
 * The process that works on images, one after the other. It is not the lake's own, because a picture made to break a
 * decoder then breaks nothing else, and because the memory that decoding takes is given back when it ends.
 */

const mostMemory = 1_200 * 1024 * 1024;
const lookEveryMs = 50;

// Whoever writes an article goes before whoever waits for a picture.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

setInterval(() => {
  // No answer, no tidying: the decoder fills the memory while this runs.
  if (process.memoryUsage.rss() > mostMemory) process.kill(process.pid, 'SIGKILL');
}, lookEveryMs).unref();

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  run(message).then(
    (done) => answer({ done }),
    (error: unknown) =>
      answer({ failed: error instanceof Error ? error.message : String(error), isOurs: error instanceof FrameError }),
  );
});

function answer(value: unknown): void {
  process.send?.(imageAnswer.parse(value));
}

async function run(message: unknown): Promise<unknown> {
  const job = imageJob.parse(message);
  if (job.kind === 'describe') return readImage(job.from, job.parts);
  if (job.kind === 'clean') return stripMetadata(job.from, job.to, job.extension);
  await transformImage(job.from, job.to, parseImageParameters(job.query), job.format);
  return true;
}
