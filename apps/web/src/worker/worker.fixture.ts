import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { serveCalls } from './serve-calls.ts';

const { greeting } = z.object({ greeting: z.string() }).parse(workerData);

serveCalls((request) => {
  if (request === 'nobody') throw new Error('Nobody is here.');
  if (request === 'exit') process.exit(1);
  return `${greeting}, ${request}`;
});
