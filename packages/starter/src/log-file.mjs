import { closeSync, fchmodSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const maxBytes = 5 * 1024 * 1024;

/** @typedef {{ write(line: string): void, close(): void }} LogFile */

/**
 * A log with rotation: a full one is renamed to `<path>.1`, replacing the one before.
 * @param {string} path
 * @returns {LogFile}
 */
export function openLog(path) {
  let file = openSync(path, 'a', 0o600);
  restrictToOwner(file);
  let size = fstatSync(file).size;
  const rotate = () => {
    closeSync(file);
    renameSync(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    size = 0;
  };
  return {
    write(line) {
      // A full disk must not stop the servers: their log lines are dropped.
      try {
        if (size > maxBytes) rotate();
        size += writeSync(file, `${line}\n`);
      } catch {}
    },
    close: () => closeSync(file),
  };
}

/**
 * An existing log may have other permissions, for example in a copied folder. That of another user stays unchanged.
 * @param {number} file
 */
function restrictToOwner(file) {
  try {
    fchmodSync(file, 0o600);
  } catch {}
}
