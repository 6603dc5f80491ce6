import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { answerEach } from './answer-each.ts';

const { greeting } = z.object({ greeting: z.string() }).parse(workerData);

answerEach((question) => {
  if (question === 'nobody') throw new Error('Nobody is here.');
  if (question === 'death') process.exit(1);
  return `${greeting}, ${question}`;
});
