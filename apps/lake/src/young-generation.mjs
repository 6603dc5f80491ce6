import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const mebi = 1024 * 1024;
/** Two halves of 4 MB. */
const wanted = 8 * mebi;
/** Of small arrays, four times what the first megabyte holds: V8 has grown long before, or it never will. */
const mostArrays = 1_000;

/**
 * Gives V8's space for new objects its size for good: it begins with 1 MB, which one group of commits fills, so that
 * what the group still works on would be copied about at every tidying, and grows with the load to three times 16 MB
 * in each thread, where what survives, such as cached documents, would lie about. With 4 MB the lake starts and commits
 * a tenth to a fifth faster than with 1 MB, and is no larger. V8 takes a size on the command line only, and there are
 * many ways to start this program; so it is let grow once, by four, which takes a moment at which enough is alive.
 */
export function settleYoungGeneration() {
  setFlagsFromString('--semi-space-growth-factor=4');
  const alive = [];
  while (size() < wanted && alive.length < mostArrays) alive.push(new Array(500).fill(0));
  setFlagsFromString('--semi-space-growth-factor=1');
}

function size() {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? wanted;
}
