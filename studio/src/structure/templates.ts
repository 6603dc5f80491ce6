import type { Template } from 'sanity';
import { inTopic } from './topic-tree.ts';

const topicParameter = { name: 'topic', title: 'Topic', type: 'string' };

/** Templates for a new document in the topic of the open pane. */
export const templates: Template[] = [
  {
    id: inTopic.article,
    title: 'Article in this topic',
    schemaType: 'article',
    parameters: [topicParameter],
    value: ({ topic }: { topic: string }) => ({ topic: { _type: 'reference', _ref: topic } }),
  },
  {
    id: inTopic.topic,
    title: 'Topic below this one',
    schemaType: 'topic',
    parameters: [topicParameter],
    value: ({ topic }: { topic: string }) => ({ parent: { _type: 'reference', _ref: topic } }),
  },
];
