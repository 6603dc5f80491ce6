import { z } from 'zod';
import type { LastGood } from './last-good.ts';

/** The data of a page, with what its cache entry needs. */
export type Read<Data> = {
  data: Data;
  /** The tags that expire it: see `tags.ts`. */
  tags: string[];
  /** ISO 8601: when it expires without an edit, such as at the start of a placement; or null. */
  validUntil: string | null;
  /** Whether the data are the last good ones, because the lake failed or its answer was invalid. */
  stale: boolean;
};

/** An invalid document, or a query that failed. */
export type ReadProblem = { documentId?: string | undefined; message: string };

/** Receives every document that was left out and every query that failed. */
export type ProblemReporter = { report(problem: ReadProblem): void };

/**
 * Every listed article, sorted by id, with the fields for A to Z, the sitemap and `llms.txt`.
 * `stale`: whether it is a last good answer.
 */
export type EveryArticle = { articles: unknown[]; stale: boolean };

type Perspective = 'published' | 'drafts';

/** The part of `@sanity/client` that reads need. */
export type ContentClient = {
  fetch(groq: string, params: Record<string, unknown>, options: { perspective: Perspective }): Promise<unknown>;
};

export type ReadContext = ProblemReporter & {
  client: ContentClient;
  /** Drafts are parsed in the tier *draft*, and never saved as a last good answer. */
  perspective: Perspective;
  lastGood: LastGood;
  /** Documents that were removed: a last good answer must not bring them back. */
  removals: Removals;
  /** Every article from a cache, where there is one: querying thousands after each change is too slow. */
  everyArticle?: (() => Promise<EveryArticle>) | undefined;
};

/** A log of removed documents, with the number of changes as its position. */
export type Removals = {
  /** The number of changes so far. */
  readonly position: number;
  /** Whether a document was removed after this position, and not published again. */
  isGoneSince(id: string, position: number): boolean;
};

/** Thrown by a query's `parse` when the page's own document is invalid: the last good answer is used instead. */
export class InvalidContent extends Error {
  readonly documentId: string | undefined;
  constructor(message: string, documentId?: string) {
    super(message);
    this.name = 'InvalidContent';
    this.documentId = documentId;
  }
}

const savedAnswer = z.object({ position: z.number(), answer: z.unknown() });

type Query<Data> = {
  /** The key of its last good answers. Not the GROQ, so that another version of the site still finds them. */
  name: string;
  groq: string;
  params: Record<string, unknown>;
  /**
   * The document's id as the key, instead of parameters that depend on its content: otherwise every change of a title
   * or a reference would leave an old answer on disk forever.
   */
  about?: string;
  /** Parses the lake's answer, without nulls. Throws `InvalidContent`. */
  parse(answer: unknown): Data;
};

/**
 * Queries the lake, and returns the last good answer when the query fails or its answer is invalid (stale-if-error).
 * Throws when there is none.
 */
export async function queryWithFallback<Data>(
  context: ReadContext,
  { name, groq, params, about, parse }: Query<Data>,
): Promise<{ data: Data; stale: boolean }> {
  const key = JSON.stringify([name, about ?? params]);
  const { position } = context.removals;
  try {
    const answer = withoutNulls(await context.client.fetch(groq, params, { perspective: context.perspective }));
    const data = parse(answer);
    if (context.perspective === 'published') await save(context, key, { position, answer });
    return { data, stale: false };
  } catch (cause) {
    const saved = savedAnswer.safeParse(await context.lastGood.get(key)).data;
    const lastGood = context.perspective === 'published' ? saved : undefined;
    context.report({
      documentId: cause instanceof InvalidContent ? cause.documentId : undefined,
      message: messageOf(cause),
    });
    if (lastGood === undefined) throw cause;
    const isGone = (id: string) => context.removals.isGoneSince(id, lastGood.position);
    return { data: parse(withoutRemoved(lastGood.answer, isGone)), stale: true };
  }
}

/** An error, such as a full disk, is only reported: the reader still gets the lake's answer. */
async function save(
  { lastGood, report }: ReadContext,
  key: string,
  answer: z.infer<typeof savedAnswer>,
): Promise<void> {
  await lastGood.set(key, answer).catch((cause: unknown) => {
    report({ message: `An answer could not be remembered for an outage. ${messageOf(cause)}` });
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * Runs a read of several dependent queries as a unit: either all answers are the lake's, and are saved, or all are the
 * last good ones. Otherwise, when the lake fails between two queries, a page would mix a new first answer with an old
 * second one.
 *
 * @param isWorthSaving whether to save the answers: those to invented addresses would fill the disk
 */
export async function readConsistently<Data>(
  context: ReadContext,
  read: (context: ReadContext) => Promise<Data>,
  isWorthSaving: (data: Data) => boolean = () => true,
): Promise<Data> {
  const { lastGood } = context;
  const answers = new Map<string, unknown>();
  // No fallback for single queries: it would mix answers of two states of the page.
  const buffer: LastGood = { get: async () => undefined, set: async (key, answer) => void answers.set(key, answer) };
  const data = await read({ ...context, lastGood: buffer }).catch((cause: unknown) => {
    answers.clear();
    const failing = { fetch: () => Promise.reject(cause) };
    return read({ ...context, client: failing, report: () => undefined });
  });
  for (const [key, answer] of answers) {
    // An existing entry is always replaced, so that an unpublished document's last good answer does not stay.
    const isSaved = isWorthSaving(data) || (await lastGood.get(key)) !== undefined;
    if (isSaved) await save(context, key, savedAnswer.parse(answer));
  }
  return data;
}

/** A last good answer without the documents that were removed since. */
function withoutRemoved(value: unknown, isGone: (id: string) => boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item) => withoutRemoved(item, isGone)).filter((item) => item !== undefined);
  }
  if ('_id' in value && typeof value._id === 'string' && isGone(value._id)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutRemoved(field, isGone)]));
}

/** GROQ projects missing fields as null; the schema has optional fields. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => [name, withoutNulls(field)]),
  );
}
