// This file and the entry files (start, dev, test, tasks) use only syntax that Node 14 can parse, so that an old Node
// prints the message below. Newer code is imported after the check.

const oldest = 20;

/** Whether this Node is new enough; prints a message to stderr otherwise. */
export function nodeIsNewEnough() {
  if (Number(process.version.slice(1).split('.')[0]) >= oldest) return true;
  console.error(
    `Bodytext needs Node ${oldest} or newer, and this is Node ${process.version.slice(1)}: install one from https://nodejs.org.`,
  );
  process.exitCode = 1;
  return false;
}
