import { httpLimits } from './limits.ts';

const chunkBytes = 64 * 1024;
const mostLinesAtOnce = 100;
const longestPauseMs = httpLimits.exportPause.value;

type Schedule = (work: () => Chunk) => Promise<Chunk>;

/**
 * A stream of lines with backpressure: they are read from the database only as fast as the client reads.
 *
 * @param lines an empty one for each document that is left out
 * @param schedule reads a chunk of them in a time slice
 * @param end called once, when the stream has ended, failed or been cancelled
 */
export function exportStream(
  lines: Generator<string>,
  end: () => void,
  schedule: Schedule,
  pauseMs = longestPauseMs,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isOver = false;
  let timeout: NodeJS.Timeout | undefined;
  function finish(): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(timeout);
    lines.return(undefined);
    end();
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const onTimeout = (): void => {
          finish();
          controller.error(new Error('Whoever asked for an export has taken nothing of it for too long.'));
        };
        timeout = setTimeout(onTimeout, pauseMs).unref();
      },
      async pull(controller) {
        timeout?.refresh();
        try {
          for (let isSent = false; !isSent && !isOver; ) {
            const { text, isLast } = await schedule(() => nextChunk(lines));
            if (isOver) return;
            if (text !== '') controller.enqueue(encoder.encode(text));
            if (isLast) {
              finish();
              controller.close();
            }
            isSent = text !== '';
          }
        } catch (error) {
          finish();
          controller.error(error);
        }
      },
      cancel: finish,
    },
    { highWaterMark: 1 },
  );
}

type Chunk = { text: string; isLast: boolean };

function nextChunk(lines: Generator<string>): Chunk {
  let text = '';
  for (let count = 0; count < mostLinesAtOnce && text.length < chunkBytes; count += 1) {
    const next = lines.next();
    if (next.done) return { text, isLast: true };
    text += next.value;
  }
  return { text, isLast: false };
}
