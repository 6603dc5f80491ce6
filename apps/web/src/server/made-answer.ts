import type { ServerResponse } from 'node:http';
import type { ReadContext } from '@bodytext/content/read';
import { expiredTags } from '../cache/expired-tags.ts';
import { type Content, packedAnswer, packedTexts } from '../cache/packed-answers.ts';
import { limits } from '../limits.ts';
import { publishedContent } from './content.ts';
import { environment } from './environment.ts';
import { refuse } from './refuse.ts';
import { sendAnswer } from './send-packed.ts';

/** What is made of published content and is no page, such as a feed; where it has moved; undefined where there is none. */
export type Made = (Omit<Content, 'status'> & Valid) | { movedTo: string } | undefined;
/** ISO 8601: when it changes by itself. Null: only by an edit. */
type Valid = { validUntil?: string | null };

type Question = {
  path: string;
  make: (content: ReadContext) => Promise<Made>;
  /** What is said where there is none, and where it can't be made. */
  sentences: { missing: string; failed: string };
};

/** Answers with what is made of published content, and keeps it for who asks next. */
export async function sendMade(response: ServerResponse, { path, make, sentences }: Question): Promise<void> {
  try {
    const made = await makeOnce(path, make);
    if (made === undefined) return refuse(response, 404, sentences.missing);
    if ('movedTo' in made) return void response.writeHead(308, { Location: made.movedTo }).end();
    const { validUntil: _, ...content } = made;
    sendAnswer(response.req, response, packedTexts().at(path) ?? packedAnswer({ status: 200, ...content }));
  } catch (cause) {
    console.error(`What is at ${path} could not be made.`, cause);
    refuse(response, 503, sentences.failed);
  }
}

const making = new Map<string, Promise<Made>>();

/** Once for all who ask at the same time. Who asks after a change is not given what was begun before it. */
function makeOnce(path: string, make: Question['make']): Promise<Made> {
  const { position } = expiredTags(environment().dataDir);
  const key = `${position} ${path}`;
  const made = making.get(key) ?? makeAndKeep(path, make, position).finally(() => making.delete(key));
  making.set(key, made);
  return made;
}

/**
 * It is kept until anything is published, and for a minute at most, since reviews lapse and webhooks get lost: so that
 * the lists of thousands of articles are not made for each who asks.
 */
async function makeAndKeep(path: string, make: Question['make'], position: number): Promise<Made> {
  const changes = expiredTags(environment().dataDir);
  const { content, isOld } = watched(publishedContent());
  const keptUntil = Date.now() + limits.madeAnswer.value;
  const made = await make(content);
  if (made === undefined || 'movedTo' in made || isOld()) return made;
  const { validUntil, ...answer } = made;
  const until = validUntil ? Math.min(keptUntil, Date.parse(validUntil)) : keptUntil;
  const isOutdated = () => changes.position !== position || Date.now() >= until;
  if (!isOutdated()) packedTexts().keep(path, { status: 200, ...answer }, isOutdated);
  return made;
}

/** Notices when an answer is made of what was read before, since the lake fails: that is not kept as if it were right. */
function watched(content: ReadContext): { content: ReadContext; isOld: () => boolean } {
  let isOld = false;
  const { lastGood, everyArticle } = content;
  return {
    isOld: () => isOld,
    content: {
      ...content,
      lastGood: {
        get: (key) => {
          isOld = true;
          return lastGood.get(key);
        },
        set: (key, answer) => lastGood.set(key, answer),
      },
      everyArticle:
        everyArticle &&
        (async () => {
          const every = await everyArticle();
          isOld ||= every.stale;
          return every;
        }),
    },
  };
}
