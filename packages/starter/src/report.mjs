/** @typedef {ReturnType<typeof createReport>} Report */

/**
 * Prints progress: each step with its duration when it is done. A terminal also shows the running steps on its last
 * line.
 * @param {NodeJS.WriteStream} out
 * @param {NodeJS.WriteStream} err
 */
export function createReport(out, err) {
  const isInteractive = out.isTTY === true && process.env.TERM !== 'dumb';
  const coloured = isInteractive && !process.env.NO_COLOR;
  /** @type {Set<string>} */
  const running = new Set();

  /** @param {string} code @param {string} text */
  const colour = (code, text) => (coloured ? `\x1b[${code}m${text}\x1b[0m` : text);
  let isMuted = false;
  const clear = () => {
    if (isInteractive && !isMuted && running.size > 0) out.write('\r\x1b[2K');
  };
  const showRunning = () => {
    if (isInteractive && !isMuted && running.size > 0) out.write(colour('2', `  … ${[...running].join(', ')}`));
  };
  /** @param {NodeJS.WriteStream} stream @param {string} text */
  const print = (stream, text) => {
    if (isMuted) return;
    clear();
    stream.write(`${text}\n`);
    showRunning();
  };

  return {
    bold: (/** @type {string} */ text) => colour('1', text),
    faint: (/** @type {string} */ text) => colour('2', text),
    line: (text = '') => print(out, text),
    /** Prints to stderr. @param {string} text */
    error: (text) => print(err, text),

    /** Prints nothing more: during a shutdown, the errors of stopped steps are expected. */
    mute: () => {
      clear();
      isMuted = true;
    },
    /** Prints a line of a server's stderr. @param {string} name @param {string} text */
    serverError: (name, text) => print(err, `${colour('33', `  ${name.padEnd(7)}`)} ${text}`),

    /**
     * Runs a step and prints it with its duration. A returned string is printed instead of the name.
     * @template Result
     * @param {string} name
     * @param {() => Promise<Result> | Result} work
     * @param {(result: Result) => boolean} [isGood] whether the result counts as a success
     * @returns {Promise<Result>}
     */
    async step(name, work, isGood = () => true) {
      clear();
      running.add(name);
      showRunning();
      const since = performance.now();
      try {
        const result = await work();
        const mark = isGood(result) ? colour('32', '✓') : colour('31', '✗');
        const text = (typeof result === 'string' ? result : name).padEnd(52);
        print(out, `  ${mark} ${text} ${colour('2', seconds(performance.now() - since))}`);
        return result;
      } finally {
        clear();
        running.delete(name);
        showRunning();
      }
    },
  };
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1).padStart(5)} s`;
}
