import { gzipSync } from 'node:zlib';
import { generateETag } from 'next/dist/server/lib/etag.js';
import { limits } from '../limits.ts';

/** What there is to send at an address. */
export type Content = {
  status: 200 | 404;
  body: string | Buffer;
  /** What else is said of it; its type at least. */
  headers: { 'Content-Type': string; [name: string]: string };
};

/** The same as it is sent: compressed once, not for each reader. */
export type PackedAnswer = Content & {
  body: Buffer;
  /** Absent where it is compressed already, as pictures are. */
  gzip: Buffer | undefined;
  /** Next's own, so that who got the page from Next is told that it is still the same. */
  etag: string;
};

type Entry = PackedAnswer & { isOutdated(): boolean };

const hardest = 9;

/**
 * Answers that were made once, ready to be sent. To find a kept page, Next does a hundred times what it takes to send
 * one; here, all that is left to ask is whether something has changed.
 */
export class PackedAnswers {
  readonly #answers = new Map<string, Entry>();

  /** @param isOutdated whether something that the answer says has changed, or its time is over */
  keep(path: string, content: Content, isOutdated: () => boolean): void {
    const known = this.#answers.get(path);
    const body = Buffer.from(content.body);
    const packed = known?.body.equals(body) ? { ...known, ...content, body } : packedAnswer(content);
    this.#answers.delete(path);
    this.#answers.set(path, { ...packed, isOutdated });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > limits.packed.value && oldest !== undefined) this.#answers.delete(oldest);
  }

  /** The answer at a path, unless it must be made again. */
  at(path: string): PackedAnswer | undefined {
    const answer = this.#answers.get(path);
    if (answer === undefined) return undefined;
    this.#answers.delete(path);
    if (answer.isOutdated()) return undefined;
    this.#answers.set(path, answer);
    return answer;
  }
}

/** An answer as it is sent. */
export function packedAnswer(content: Content): PackedAnswer {
  const { headers } = content;
  const body = Buffer.from(content.body);
  const isPacked = headers['Content-Type'].startsWith('image/');
  const etag = generateETag(isPacked ? body.toString('latin1') : body.toString());
  return { ...content, body, gzip: isPacked ? undefined : gzipSync(body, { level: hardest }), etag };
}

declare global {
  var bodytextPackedPages: PackedAnswers | undefined;
  var bodytextPackedTexts: PackedAnswers | undefined;
}

/** The pages of this program. Global, for the same reason as `expiredTags`. */
export function packedPages(): PackedAnswers {
  globalThis.bodytextPackedPages ??= new PackedAnswers();
  return globalThis.bodytextPackedPages;
}

/** What is made of content and is no page, such as feeds: apart, so that who asks for all of them evicts no page. */
export function packedTexts(): PackedAnswers {
  globalThis.bodytextPackedTexts ??= new PackedAnswers();
  return globalThis.bodytextPackedTexts;
}

/** Where Next keeps the page for what is not found. Nobody reads it there: see `targetOf`. */
export const notFoundPath = '/404';

/** A page of HTML. */
export function pageAt(path: string, html: string): Content {
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  return { status: path === notFoundPath ? 404 : 200, body: html, headers };
}
