/**
 * How much space V8 has for new objects, for whoever starts the lake: only on the command line does V8 take it. It begins
 * with 1 MB, which one group of commits fills, so that what the group still works on is copied about at every tidying;
 * and left alone it grows with the load to three times 16 MB in each thread, where what survives, such as cached
 * documents, would lie about. With 4 MB the lake starts, commits and answers about a tenth faster than with 1 MB.
 * https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mebibytes
 */
export const youngGeneration = '--max-semi-space-size=4';
