import type { Readable } from 'node:stream';
import { badRequest, httpError, type LakeError } from '../errors.ts';
import { httpLimits } from './limits.ts';

type RequestWithBody = { header(name: string): string | undefined; body: Readable | undefined };

/**
 * The text of a request's body.
 *
 * @throws 413 when it has more bytes than allowed, 400 when the connection broke before its end
 */
export async function readBody(request: RequestWithBody, mostBytes: number = httpLimits.body.value): Promise<string> {
  // Refused by its `content-length` without being read.
  if (Number(request.header('content-length')) > mostBytes) throw tooLarge(mostBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength;
    if (size > mostBytes) throw tooLarge(mostBytes);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The body as a stream of chunks. Leaves the connection open when the reader stops early. */
export async function* chunksOf({ body }: RequestWithBody): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  const chunks: AsyncIterable<Uint8Array> = body.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of chunks) yield chunk;
  } catch {
    throw badRequest('The request broke off before its end.');
  }
}

function tooLarge(mostBytes: number): LakeError {
  const most = mostBytes >= 1_000_000 ? `${mostBytes / 1_000_000} MB` : `${Math.floor(mostBytes / 1024)} KB`;
  return httpError(413, 'Payload Too Large', `A request may have at most ${most}; send more in several.`);
}
