const logEvery = 10_000;
const refreshMs = 100;

/** Says how far something has come: a line that counts up on a terminal, a line now and then in a log. */
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
      // The line makes way for what is said next.
      if (out.isTTY && count > 0) out.write('\r\u001b[K');
    },
  };
}
