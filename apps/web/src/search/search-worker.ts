import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { serveCalls } from '../worker/serve-calls.ts';
import { createSearchIndex } from './search-index.ts';
import { indexRequest } from './worker-index.ts';

/* The worker thread of the search index. */

const index = createSearchIndex(z.string().parse(workerData));

serveCalls((message) => {
  const request = indexRequest.parse(message);
  switch (request.kind) {
    case 'state':
      return index.state;
    case 'search':
      return index.search(request.query, request.options);
    case 'listings':
      return index.listings(request.hidden);
    case 'update':
      return index.update(request.change);
    case 'replace':
      return index.replace(request.all);
  }
});
