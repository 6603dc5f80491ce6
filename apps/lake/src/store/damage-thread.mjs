import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/* Where the thread that looks for damage begins. It isn't in TypeScript for the same cause as `main.mjs`. */

enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.cache/lake', import.meta.url)));
const { damageIn } = await import('./damage-in.ts');

parentPort.postMessage(
  workerData.flatMap((folder) => {
    const damage = damageIn(folder);
    return damage === undefined ? [] : [{ folder, damage }];
  }),
);
