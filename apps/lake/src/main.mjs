import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/*
 * The entry point. Not in TypeScript: to strip the types of this file, which is loaded before the compile cache is
 * enabled, Node would load a compiler, which keeps 16 MB of memory in each thread.
 */

// Files with documents, users and secrets are created with rights for their owner only.
process.umask(0o077);

// Half of a start is compiling; the cache saves that from the second start on, if enabled before anything is imported.
// Not in the system's temporary folder, where other users could plant code.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/lake', import.meta.url)));
const { PlainError } = await import('./errors.ts');
const { run } = await import('./command-line.ts');

run(process.argv.slice(2)).catch((error) => {
  // One sentence for what the operator can fix; a stack trace only for bugs.
  console.error(error instanceof PlainError ? error.message : error);
  process.exit(1);
});
