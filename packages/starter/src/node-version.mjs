// This file and the entry files (start, dev, test, tasks) keep to what Node 14 can parse: an old Node then gets the
// sentence below. Everything newer is imported only after the check.

const oldest = 20;

/** Says in one sentence on stderr when this Node is too old, and returns whether it is new enough. */
export function nodeIsNewEnough() {
  if (Number(process.version.slice(1).split('.')[0]) >= oldest) return true;
  console.error(
    `Bodytext needs Node ${oldest} or newer, and this is Node ${process.version.slice(1)}: install one from https://nodejs.org.`,
  );
  process.exitCode = 1;
  return false;
}
