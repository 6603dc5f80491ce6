import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { answerEach } from '../thread/answer-each.ts';
import { SearchIndex } from './search-index.ts';
import { searchQuestion } from './threaded-index.ts';

/* The search index, where looking through it keeps nobody waiting but who searches. */

const index = new SearchIndex(z.string().parse(workerData));

answerEach((message) => {
  const question = searchQuestion.parse(message);
  switch (question.kind) {
    case 'state':
      return index.state;
    case 'search':
      return index.search(question.query, question.options);
    case 'listings':
      return index.listings(question.hidden);
    case 'update':
      return index.update(question.change);
    case 'replace':
      return index.replace(question.all);
  }
});
