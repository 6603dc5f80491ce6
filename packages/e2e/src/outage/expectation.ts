import { createHash } from 'node:crypto';

/** The response that readers must get at an address while the lake fails. */
export type Expectation =
  /** Byte for byte the same as before the outage. */
  | { kind: 'same'; status: number; digest: string }
  /** A page that showed content that editors then took down: the page without that content. */
  | { kind: 'without'; words: readonly string[] }
  /** The page of a document that editors then took down: 404, or an error. */
  | { kind: 'gone'; words: readonly string[] }
  /** In no cache: the plain error page. */
  | { kind: 'never' }
  /** An image, in any size that the site has on disk. */
  | { kind: 'image' };

/** A response as a reader gets it. */
export type Answer = { status: number; headers: Headers; body: Buffer };

export async function ask(url: string): Promise<Answer> {
  // On its own connection: an idle keep-alive connection that the site closes is not a wrong response.
  const headers = { connection: 'close' };
  const answer = await fetch(url, { redirect: 'manual', headers, signal: AbortSignal.timeout(60_000) });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

export function asItIs({ status, headers, body }: Answer): Expectation {
  return { kind: 'same', status, digest: digestOf(body, headers) };
}

/** The first problem with a response; undefined if it is as expected. */
export function problemWith(answer: Answer, expected: Expectation): string | undefined {
  const { status, headers, body } = answer;
  const caching = headers.get('cache-control') ?? '';
  if (status >= 500 && caching !== 'no-store') return `an error that may be kept: ${status}, ${caching}`;
  switch (expected.kind) {
    case 'same':
      if (status !== expected.status) return `${status} instead of ${expected.status}`;
      return digestOf(body, headers) === expected.digest ? undefined : 'not what it was';
    case 'without':
      return status === 200 ? wordsIn(body, expected.words) : `${status} instead of 200`;
    case 'gone':
      return status === 404 || status >= 500 ? wordsIn(body, expected.words) : `${status} for what was taken away`;
    case 'never':
      return status >= 500 ? undefined : `${status} for what was never read`;
    case 'image': {
      const type = headers.get('content-type') ?? '';
      if (status !== 200) return `${status} instead of an image`;
      return type.startsWith('image/') && body.length > 0 ? undefined : `${body.length} bytes of ${type}`;
    }
  }
}

function wordsIn(body: Buffer, words: readonly string[]): string | undefined {
  const text = body.toString('utf8');
  const found = words.find((word) => text.includes(word));
  return found && `it shows “${found}”, which was taken away`;
}

/** Includes `location`, since a redirect's target is part of the response. */
function digestOf(body: Buffer, headers: Headers): string {
  return createHash('sha256')
    .update(headers.get('location') ?? '')
    .update(body)
    .digest('base64');
}
