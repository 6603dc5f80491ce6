import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/* Entry point of the worker threads for queries. Not in TypeScript for the same reason as `main.mjs`. */

enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.cache/lake', import.meta.url)));
await import('./query-thread.ts');
