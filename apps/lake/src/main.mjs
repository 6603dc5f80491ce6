import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/*
 * Where the lake begins. Not in TypeScript: to take the types out of this one file, which is read before the compiled
 * program can be, Node would load a compiler, which takes 16 MB in each thread and stays.
 */

// Documents, people and secrets: what it writes is for its owner only, also in a folder that others may look into.
process.umask(0o077);

// Half of a start is compiling the program: from the second start on it is read from there. It must be on before
// anything else is imported. Not in the system's folder for temporary files, where others could put code of theirs.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/lake', import.meta.url)));
const { PlainError } = await import('./errors.ts');
const { run } = await import('./command-line.ts');

run(process.argv.slice(2)).catch((error) => {
  // One sentence for what a person can put right; a stack trace only for our own mistakes.
  console.error(error instanceof PlainError ? error.message : error);
  process.exit(1);
});
