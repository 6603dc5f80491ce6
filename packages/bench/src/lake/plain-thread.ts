import { parentPort, workerData } from 'node:worker_threads';
import { newsroomDocuments } from '@bodytext/measure/newsroom-documents';
import { evaluate, parse } from 'groq-js';
import { z } from 'zod';
import { medianOf } from './median-of.ts';

/* Says how long plain groq-js takes for what it is asked; first, that it is ready. */

const question = z.object({ query: z.string(), params: z.record(z.string(), z.unknown()) });
const documents = [...newsroomDocuments(z.number().parse(workerData))];
const byId = new Map(documents.map((document) => [document._id, document]));
const dereference = ({ _ref }: { _ref: string }) => Promise.resolve(byId.get(_ref));

parentPort?.on('message', async (message) => {
  const { query, params } = question.parse(message);
  const tree = parse(query, { params });
  const time = await medianOf(async () => {
    const value = await evaluate(tree, { params, dataset: documents, dereference });
    JSON.stringify(await value.get());
  });
  parentPort?.postMessage(time);
});
parentPort?.postMessage('ready');
