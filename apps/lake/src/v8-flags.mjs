/**
 * V8's flags for the lake. They must be on the command line, since V8 does not support changing flags at run time
 * (https://nodejs.org/api/v8.html#v8setflagsfromstringflags). `node --v8-options` describes each. Without them the lake
 * works, but takes more memory, and garbage collection pauses it for longer.
 */
export const v8Flags = [
  // Space for new objects. By default it grows from 1 MB with the load to three times 16 MB in each thread; at 4 MB the
  // lake starts, commits and answers about a tenth faster than at 1 MB.
  '--max-semi-space-size=4',
  // One thread collects so small a space faster than several that first have to be woken: on a busy machine a pause took
  // a quarter of a millisecond instead of two or three.
  '--no-parallel-scavenge',
  // By default V8 lets the heap grow to four times what is in use before a full collection: 140 MB, at 15,000 queries a
  // second. Collecting more often takes some milliseconds of each second, most of them in another thread.
  '--heap-growing-percent=30',
  // A start allocates about 20 MB that stay in use: collecting garbage before 32 MB would only slow it down.
  '--initial-old-space-size=32',
];
