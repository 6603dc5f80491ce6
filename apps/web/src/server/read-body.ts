import type { Readable } from 'node:stream';

/** The body of a request as text; undefined when it is too large, or the client disconnects. */
export async function readBody(request: Readable, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > maxBytes) return undefined;
      chunks.push(bytes);
    }
  } catch {
    // The client disconnected or timed out: no error of the site.
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
