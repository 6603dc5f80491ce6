const logEvery = 10_000;
const refreshMs = 100;

/** Shows progress: a line that is updated on a terminal, otherwise a line per 10,000 items. */
export type Progress = { tick(): void; done(): void };

export function showProgress(what: string, total?: number, out: NodeJS.WriteStream = process.stdout): Progress {
  const of = total === undefined ? '' : ` of ${total}`;
  let count = 0;
  let shownAt = 0;
  return {
    tick() {
      count += 1;
      if (!out.isTTY) {
        if (count % logEvery === 0) out.write(`${what}: ${count}${of}\n`);
      } else if (Date.now() - shownAt >= refreshMs) {
        shownAt = Date.now();
        out.write(`\r${what}: ${count}${of}`);
      }
    },
    done() {
      // Clears the line for the next output.
      if (out.isTTY && count > 0) out.write('\r\u001b[K');
    },
  };
}
