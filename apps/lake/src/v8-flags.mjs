/**
 * V8's flags for the lake, for whoever starts it. They belong on the command line, since V8 does not support changing
 * flags once it runs (https://nodejs.org/api/v8.html#v8setflagsfromstringflags). `node --v8-options` describes each.
 * Without them the lake works, but takes more memory, and pauses longer when garbage is collected.
 */
export const v8Flags = [
  // Space for new objects: left alone it grows with the load to three times 16 MB in each thread. It begins with 1 MB;
  // with 4 MB the lake starts, commits and answers about a tenth faster than if it stayed there.
  '--max-semi-space-size=4',
  // So small a space is collected faster by one thread than by several that first have to be woken: on a busy machine a
  // pause took a quarter of a millisecond instead of two or three.
  '--no-parallel-scavenge',
  // Left alone, V8 lets the heap grow to four times what is in use before it collects all of it: 140 MB, at 15,000
  // queries a second. Collecting more often takes some milliseconds of each second, most of them in another thread.
  '--heap-growing-percent=30',
  // A start allocates about 20 MB that stay in use: to collect garbage before 32 MB would only slow it.
  '--initial-old-space-size=32',
];
