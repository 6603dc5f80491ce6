import { constants, setPriority } from 'node:os';
import { FrameError } from './image-frame.ts';
import { imageAnswer, imageJob } from './image-job.ts';
import { readImage } from './image-metadata.ts';
import { parseImageParameters } from './image-parameters.ts';
import { imageWorkLimits as limits } from './limits.ts';
import { stripMetadata } from './strip-metadata.ts';
import { transformImage } from './transform-image.ts';

/*
 * A child process that runs image jobs one after the other. Isolated from the lake: an image that crashes the decoder
 * takes only this process with it, and the memory for decoding is freed when it ends.
 */

// Requests to the lake have priority over images.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

setInterval(() => {
  // SIGKILL, without cleaning up: the decoder's threads fill the memory meanwhile.
  if (process.memoryUsage.rss() > limits.memory.value) process.kill(process.pid, 'SIGKILL');
}, limits.memoryCheck.value).unref();

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
