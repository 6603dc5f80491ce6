import { httpLimits } from './limits.ts';

const chunkBytes = 64 * 1024;
const lookedAtOnce = 100;
const longestPauseMs = httpLimits.exportPause.value;

type InTurn = (work: () => Taken) => Promise<Taken>;

/**
 * Lines as a body, read as fast as the other side takes it: what it has not asked for is not in memory.
 *
 * @param lines also nothing, for what is left out, so that others have a turn between
 * @param inTurn does some of it when it is the caller's turn
 * @param end is called once, however it ends
 */
export function exportStream(
  lines: Generator<string>,
  end: () => void,
  inTurn: InTurn,
  pauseMs = longestPauseMs,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isOver = false;
  let pause: NodeJS.Timeout | undefined;
  function finish(): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(pause);
    lines.return(undefined);
    end();
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const giveUp = (): void => {
          finish();
          controller.error(new Error('Whoever asked for an export has taken nothing of it for too long.'));
        };
        pause = setTimeout(giveUp, pauseMs).unref();
      },
      async pull(controller) {
        pause?.refresh();
        try {
          for (let isSent = false; !isSent && !isOver; ) {
            const { text, isLast } = await inTurn(() => take(lines));
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

type Taken = { text: string; isLast: boolean };

function take(lines: Generator<string>): Taken {
  let text = '';
  for (let looked = 0; looked < lookedAtOnce && text.length < chunkBytes; looked += 1) {
    const next = lines.next();
    if (next.done) return { text, isLast: true };
    text += next.value;
  }
  return { text, isLast: false };
}
