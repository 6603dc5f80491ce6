import type { ReadAccess } from '@bodytext/groq/access';
import type { Answer } from '@bodytext/groq/answer';
import type { Perspective } from '@bodytext/groq/perspective';
import type { Query } from '@bodytext/groq/query-scope';
import type { SourceMapOption } from '@bodytext/groq/source-map/source-paths';
import type { Grant } from '../plugin.ts';
import type { Project } from '../project.ts';

/* The messages between the main thread and the worker threads for queries. */

export type ThreadOptions = { folder: string; project: Project };

/** What the caller may read, as data that can be posted to a thread. */
type CloneableAccess =
  | Exclude<ReadAccess, { kind: 'filtered' | 'unversioned' }>
  | { kind: 'filtered'; grants: Grant[] }
  | { kind: 'unversioned'; of: CloneableAccess };

export type QueryTask = {
  query: Query;
  perspective: Perspective;
  access: CloneableAccess;
  identity: string;
  sourceMap: SourceMapOption | undefined;
};

export type ThreadRequest = QueryTask & { number: number; limitMs: number };

export type ThreadReply = { number: number } & (
  | { answer: Answer }
  | { refused: { status: number; message: string; body: Record<string, unknown> } }
  | { failed: string }
);
