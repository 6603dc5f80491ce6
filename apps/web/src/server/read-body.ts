import type { Readable } from 'node:stream';

/** A request's body as text; undefined when it is larger than allowed, or breaks off. */
export async function readBody(request: Readable, largest: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > largest) return undefined;
      chunks.push(bytes);
    }
  } catch {
    // Whoever sent it is gone, or was too slow: there is nobody to tell, and nothing wrong here.
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
