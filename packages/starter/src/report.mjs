/** @typedef {ReturnType<typeof createReport>} Report */

/**
 * Tells a person what happens: each step with its time once it is done. In a terminal, what is under way
 * stands on the last line; anywhere else the output is plain lines.
 * @param {NodeJS.WriteStream} out
 * @param {NodeJS.WriteStream} err
 */
export function createReport(out, err) {
  const lively = out.isTTY === true && process.env.TERM !== 'dumb';
  const coloured = lively && !process.env.NO_COLOR;
  /** @type {Set<string>} */
  const underWay = new Set();

  /** @param {string} code @param {string} text */
  const colour = (code, text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
  let hushed = false;
  const clear = () => {
    if (lively && !hushed && underWay.size > 0) out.write('\r\x1b[2K');
  };
  const showUnderWay = () => {
    if (lively && !hushed && underWay.size > 0) out.write(colour('2', `  … ${[...underWay].join(', ')}`));
  };
  /** @param {NodeJS.WriteStream} stream @param {string} text */
  const print = (stream, text) => {
    if (hushed) return;
    clear();
    stream.write(`${text}\n`);
    showUnderWay();
  };

  return {
    bold: (/** @type {string} */ text) => colour('1', text),
    faint: (/** @type {string} */ text) => colour('2', text),
    line: (text = '') => print(out, text),
    /** What goes wrong goes to stderr. @param {string} text */
    trouble: (text) => print(err, text),

    /** Says no more: while all is being stopped, what the stopped steps have to say is no news. */
    hush: () => {
      clear();
      hushed = true;
    },
    /** What a running server complains about. @param {string} name @param {string} text */
    aside: (name, text) => print(err, `${colour('33', `  ${name.padEnd(7)}`)} ${text}`),

    /**
     * Does one step and prints it with its time. A text that it returns is printed instead of its name.
     * @template Result
     * @param {string} name
     * @param {() => Promise<Result> | Result} work
     * @param {(result: Result) => boolean} [isGood] whether the result deserves the tick
     * @returns {Promise<Result>}
     */
    async step(name, work, isGood = () => true) {
      clear();
      underWay.add(name);
      showUnderWay();
      const since = performance.now();
      try {
        const result = await work();
        const mark = isGood(result) ? colour('32', '✓') : colour('31', '✗');
        const text = (typeof result === 'string' ? result : name).padEnd(52);
        print(out, `  ${mark} ${text} ${colour('2', seconds(performance.now() - since))}`);
        return result;
      } finally {
        clear();
        underWay.delete(name);
        showUnderWay();
      }
    },
  };
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
}
