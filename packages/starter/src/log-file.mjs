import { closeSync, fchmodSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const largest = 5 * 1024 * 1024;

/** @typedef {{ write(line: string): void, close(): void }} LogFile */

/**
 * A log that keeps itself small: when it is full it becomes `<path>.1`, and a new one begins.
 * @param {string} path
 * @returns {LogFile}
 */
export function openLog(path) {
  let file = openSync(path, 'a', 0o600);
  closeToOthers(file);
  let size = fstatSync(file).size;
  const startAnew = () => {
    closeSync(file);
    renameSync(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    size = 0;
  };
  return {
    write(line) {
      // A full disk must not take the newsroom down for want of a log.
      try {
        if (size > largest) startAnew();
        size += writeSync(file, `${line}\n`);
      } catch {}
    },
    close: () => closeSync(file),
  };
}

/**
 * A log from before, or of a folder that was copied, may be open to others. One of somebody else's stays as it is.
 * @param {number} file
 */
function closeToOthers(file) {
  try {
    fchmodSync(file, 0o600);
  } catch {}
}
