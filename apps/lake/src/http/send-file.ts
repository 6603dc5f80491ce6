import { open } from 'node:fs/promises';
import { notFound } from '../errors.ts';
import { type Answer, empty } from './answer.ts';
import type { LakeRequest } from './request.ts';

export type FileToSend = { path: string; size: number; etag: string; headers: Record<string, string> };
type Range = { start: number; end: number };

/** Whether `If-None-Match` holds this ETag, so that the answer is 304. */
export function matchesEtag(request: LakeRequest, etag: string): boolean {
  const header = request.header('if-none-match');
  return (
    header !== undefined &&
    (header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))
  );
}

export function notModified(etag: string, headers: Record<string, string>): Answer {
  return empty(304, { ...headers, etag });
}

/** Streams a file from disk, or a range of it, so that a video can be seeked before it is loaded. */
export async function sendFile(request: LakeRequest, { path, size, etag, headers }: FileToSend): Promise<Answer> {
  const all = { ...headers, etag, 'accept-ranges': 'bytes' };
  const range = wantedRange(request, size, etag);
  if (range === 'unsatisfiable') {
    return empty(416, { ...all, 'content-range': `bytes */${size}`, 'content-length': '0' });
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const length = { 'content-length': String(end - start + 1) };
  const part = range && { 'content-range': `bytes ${start}-${end}/${size}` };
  const init = { status: range ? 206 : 200, headers: { ...all, ...length, ...part } };
  // A HEAD response has no body, so the file would never be closed.
  if (request.method === 'HEAD' || size === 0) return { ...init, body: undefined };
  const handle = await open(path).catch(() => {
    throw notFound('It has just been deleted.');
  });
  return { ...init, body: handle.createReadStream({ start, end }) };
}

/** Of several ranges, HTTP allows to send the whole file instead. */
function wantedRange(request: LakeRequest, size: number, etag: string): Range | 'unsatisfiable' | undefined {
  const condition = request.header('if-range');
  if (condition !== undefined && condition !== etag) return undefined;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(request.header('range')?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return undefined;
  return start >= size || (first === '' && Number(last) === 0) ? 'unsatisfiable' : { start, end };
}
