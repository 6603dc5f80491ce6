import type { ReadAccess } from '@bodytext/groq/access';
import type { Dataset } from '../dataset.ts';
import { httpLimits } from './limits.ts';

const mostCharacters = httpLimits.keptAnswers.value;
const longestAnswer = httpLimits.keptAnswer.value;
const longestQuestion = httpLimits.keptQuestion.value;
const mostAsked = httpLimits.asked.value;

/** Whoever may see the same gets the same answers. */
const numbers = new WeakMap<ReadAccess, number>();
let lastNumber = 0;

function nameOf(access: ReadAccess): string | number {
  if (access.kind !== 'filtered' && access.kind !== 'unversioned') return access.kind;
  const known = numbers.get(access) ?? ++lastNumber;
  numbers.set(access, known);
  return known;
}

/**
 * Answers to the queries asked lately. None outlives a change of any document, whichever process made it:
 * the dataset's version is looked at before every answer, so nobody gets what is no longer so.
 *
 * @param version of the documents that those may read whose answers are kept here
 */
export type AnswerCache = ReturnType<typeof createAnswerCache>;

export function createAnswerCache(versionNow: () => number) {
  const kept = new Map<string, string>();
  /** By number: thousands of texts that nobody asks for again would live just long enough to be copied about by V8. */
  const asked = new Set<number>();
  let total = 0;
  let version = versionNow();

  function empty(): void {
    kept.clear();
    total = 0;
  }

  /** What is asked once may never be asked again: keeping it would only push out what is. */
  function hasBeenAsked(key: string): boolean {
    const number = numberOf(key);
    if (asked.delete(number)) return true;
    if (asked.size >= mostAsked) asked.clear();
    asked.add(number);
    return false;
  }

  return {
    key: (access: ReadAccess, question: string): string => `${nameOf(access)} ${question}`,

    version: versionNow,

    get(key: string): string | undefined {
      const current = versionNow();
      if (current !== version) empty();
      version = current;
      return kept.get(key);
    },

    /** Keeps an answer that was found while the documents had this version. */
    keep(key: string, body: string, foundAt: number): void {
      if (foundAt !== versionNow() || foundAt !== version || body.length > longestAnswer) return;
      if (key.length > longestQuestion) return;
      if (!hasBeenAsked(key)) return;
      if (total + body.length + key.length > mostCharacters) empty();
      kept.set(key, body);
      total += body.length + key.length;
    },
  };
}

/** Two texts with one number would do no harm: what the second asks is kept at once. */
function numberOf(text: string): number {
  let number = 0;
  for (let index = 0; index < text.length; index++) number = (Math.imul(number, 31) + text.charCodeAt(index)) | 0;
  return number;
}

type Caches = { all: AnswerCache; publicOnly: AnswerCache };

const caches = new WeakMap<Dataset, Caches>();

/**
 * Where the answers for somebody are kept. Those for anonymous readers outlive what is done to drafts: else it showed,
 * by the time that the next answer takes, that somebody works on one.
 */
export function answerCacheFor(dataset: Dataset, access: ReadAccess): AnswerCache {
  const known = caches.get(dataset) ?? createCaches(dataset);
  caches.set(dataset, known);
  return access.kind === 'public' ? known.publicOnly : known.all;
}

function createCaches({ store: { documents, log } }: Dataset): Caches {
  let seen = { version: documents.version(), last: log.lastSeq('public') };
  const lastPublic = (): number => {
    const version = documents.version();
    if (version !== seen.version) seen = { version, last: log.lastSeq('public') };
    return seen.last;
  };
  return { all: createAnswerCache(documents.version), publicOnly: createAnswerCache(lastPublic) };
}
