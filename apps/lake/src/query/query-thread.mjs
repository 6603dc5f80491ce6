import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/* Where the thread for costly queries begins. It isn't in TypeScript for the same cause as `main.mjs`. */

enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.cache/lake', import.meta.url)));
await import('./query-thread.ts');
