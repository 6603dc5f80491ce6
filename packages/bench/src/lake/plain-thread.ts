import { parentPort, workerData } from 'node:worker_threads';
import { newsroomDocuments } from '@bodytext/measure/newsroom-documents';
import { evaluate, parse } from 'groq-js';
import { z } from 'zod';
import { medianOf } from './median-of.ts';

/* A worker thread that measures queries in plain groq-js. Posts `ready` first, then each query's median time. */

const request = z.object({ query: z.string(), params: z.record(z.string(), z.unknown()) });
const documents = [...newsroomDocuments(z.number().parse(workerData))];
const byId = new Map(documents.map((document) => [document._id, document]));
const dereference = ({ _ref }: { _ref: string }) => Promise.resolve(byId.get(_ref));

parentPort?.on('message', async (message) => {
  const { query, params } = request.parse(message);
  const tree = parse(query, { params });
  const time = await medianOf(async () => {
    const value = await evaluate(tree, { params, dataset: documents, dereference });
    JSON.stringify(await value.get());
  });
  parentPort?.postMessage(time);
});
parentPort?.postMessage('ready');
