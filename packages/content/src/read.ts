import { z } from 'zod';
import type { EveryArticle } from './every-article.ts';
import type { LastGood } from './last-good.ts';

/** What a page is made of. */
export type Read<Data> = {
  data: Data;
  /** What it depends on: see `tags.ts`. */
  tags: string[];
  /** ISO 8601: when it changes by itself, such as when a placement starts. Null: only by an edit. */
  validUntil: string | null;
  /** Whether this is not what the lake says now, because the lake failed or says something invalid. */
  stale: boolean;
};

/** A document that could not be shown as it is. */
export type ReadProblem = { documentId?: string | undefined; message: string };

/** Who is told of every document that was left out and every read that failed. */
export type Problems = { report(problem: ReadProblem): void };

type Perspective = 'published' | 'drafts';

/** The one thing of `@sanity/client` that reading needs. */
export type ContentClient = {
  fetch(groq: string, params: Record<string, unknown>, options: { perspective: Perspective }): Promise<unknown>;
};

export type ReadContext = Problems & {
  client: ContentClient;
  /** Drafts are read in the tier *draft*: what is missing is left out. They are never remembered. */
  perspective: Perspective;
  lastGood: LastGood;
  /** What is known of documents that were taken away: they must not come back with old answers. */
  removals: Removals;
  /** Every article, for who keeps them beside the lake: to ask for thousands after each change would take too long. */
  everyArticle?: (() => Promise<EveryArticle>) | undefined;
};

/** Counts changes, so that it can be said whether a document was taken away after an answer was read. */
export type Removals = {
  /** The number of changes so far. */
  readonly position: number;
  /** Whether a document was taken away after this position, and not put back. */
  isGoneSince(id: string, position: number): boolean;
};

/** For readers who hear of no changes: tools that read once. */
export const noRemovals: Removals = { position: 0, isGoneSince: () => false };

/** Thrown by a read's parse when what matters most can't be shown: the last good answer is shown instead. */
export class InvalidContent extends Error {
  readonly documentId: string | undefined;
  constructor(message: string, documentId?: string) {
    super(message);
    this.name = 'InvalidContent';
    this.documentId = documentId;
  }
}

const keptAnswer = z.object({ position: z.number(), answer: z.unknown() });

type Question<Data> = {
  /** Its name among what is remembered: a release that words its GROQ otherwise still finds what was read before it. */
  name: string;
  groq: string;
  params: Record<string, unknown>;
  /**
   * The id of what it is about, where its parameters change with that: what is remembered of it is then replaced by the
   * next answer. Else every change of a title or a reference would leave an old answer on the disk for good.
   */
  about?: string;
  /** Turns the lake's answer, without nulls, into data. Throws `InvalidContent`. */
  parse(answer: unknown): Data;
};

/**
 * Asks the lake, and falls back on the last good answer when it fails or its answer is invalid.
 * Throws when there is none: a page never read before can't be shown.
 */
export async function ask<Data>(
  context: ReadContext,
  { name, groq, params, about, parse }: Question<Data>,
): Promise<{ data: Data; stale: boolean }> {
  const key = JSON.stringify([name, about ?? params]);
  const { position } = context.removals;
  try {
    const answer = withoutNulls(await context.client.fetch(groq, params, { perspective: context.perspective }));
    const data = parse(answer);
    if (context.perspective === 'published') await keep(context, key, { position, answer });
    return { data, stale: false };
  } catch (cause) {
    const kept = keptAnswer.safeParse(await context.lastGood.get(key)).data;
    const lastGood = context.perspective === 'published' ? kept : undefined;
    context.report({
      documentId: cause instanceof InvalidContent ? cause.documentId : undefined,
      message: messageOf(cause),
    });
    if (lastGood === undefined) throw cause;
    const isGone = (id: string) => context.removals.isGoneSince(id, lastGood.position);
    return { data: parse(withoutGone(lastGood.answer, isGone)), stale: true };
  }
}

/** A disk that is full must not keep readers from what the lake says. */
async function keep({ lastGood, report }: ReadContext, key: string, answer: z.infer<typeof keptAnswer>): Promise<void> {
  await lastGood.set(key, answer).catch((cause: unknown) => {
    report({ message: `An answer could not be remembered for an outage. ${messageOf(cause)}` });
  });
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * Reads what takes several questions, each of which depends on the answer before it, as one: remembered together or
 * not at all, and from memory all of them or none. Else a lake that fails between two of them would leave a new answer
 * to the first, to which what is remembered of the second does not belong.
 *
 * @param isWorthKeeping whether there is anything to remember: made-up addresses must not fill the disk
 */
export async function askTogether<Data>(
  context: ReadContext,
  read: (context: ReadContext) => Promise<Data>,
  isWorthKeeping: (data: Data) => boolean = () => true,
): Promise<Data> {
  const { lastGood } = context;
  const answers = new Map<string, unknown>();
  // Nothing remembered beside what is new: the second answer would be about another state of the page than the first.
  const aside: LastGood = { get: async () => undefined, set: async (key, answer) => void answers.set(key, answer) };
  const data = await read({ ...context, lastGood: aside }).catch((cause: unknown) => {
    answers.clear();
    const failing = { fetch: () => Promise.reject(cause) };
    return read({ ...context, client: failing, report: () => undefined });
  });
  for (const [key, answer] of answers) {
    // What was withdrawn must still replace what is remembered of it.
    const isKept = isWorthKeeping(data) || (await lastGood.get(key)) !== undefined;
    if (isKept) await keep(context, key, keptAnswer.parse(answer));
  }
  return data;
}

/** An old answer without the documents that were taken away since. */
function withoutGone(value: unknown, isGone: (id: string) => boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item) => withoutGone(item, isGone)).filter((item) => item !== undefined);
  }
  if ('_id' in value && typeof value._id === 'string' && isGone(value._id)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withoutGone(field, isGone)]));
}

/** GROQ answers null for what is not there; the schema says that it may be absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([name, field]) => [name, withoutNulls(field)]),
  );
}
