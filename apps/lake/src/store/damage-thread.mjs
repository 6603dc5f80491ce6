import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/* Entry point of the worker thread that checks databases. Not in TypeScript for the same reason as `main.mjs`. */

enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.cache/lake', import.meta.url)));
const { findDamage } = await import('./find-damage.ts');

const damaged = workerData.flatMap((folder) => {
  const damage = findDamage(folder);
  return damage === undefined ? [] : [{ folder, damage }];
});
parentPort.postMessage({ damaged });
