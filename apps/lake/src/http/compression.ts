/// <reference path="./negotiator.d.ts" />
import type { Transform } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import { createFairQueue } from '../fairness/fair-queue.ts';
import { httpLimits } from './limits.ts';

/** Fast levels: answers are compressed for one client each, so a better ratio is not worth its time. */
const gzipOptions = { level: 4 };
/** With Brotli's default window of 4 MB, each answer takes so much memory that V8 collects garbage on the main thread. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } };
const gzipAll = promisify(gzip);
const brotliAll = promisify(brotliCompress);

const preferred = ['br', 'gzip', 'identity'];
const compressible = /^(?:application\/(?:json|x-ndjson)|text\/(?:html|css|javascript|plain))\b/;

/**
 * The content encoding of an answer; undefined if it is not compressed. Images are compressed already, and ranges of a
 * file (`accept-ranges`) are in bytes of the file itself.
 */
export function encodingFor(
  accepted: string | string[] | undefined,
  headers: Record<string, string>,
  bytes: number,
): string | undefined {
  if (accepted === undefined || bytes < httpLimits.compressed.value) return undefined;
  if (!compressible.test(headers['content-type'] ?? '') || headers['accept-ranges'] !== undefined) return undefined;
  const encoding = new Negotiator({ headers: { 'accept-encoding': String(accepted) } }).encoding(preferred, {
    preferred,
  });
  return encoding === 'identity' ? undefined : encoding;
}

/**
 * Long answers are compressed one at a time, round robin between callers, with a pause as long as each took: otherwise
 * one caller keeps a processor busy, of which a small machine has two.
 */
const queue = createFairQueue<() => Promise<void>>();
let isBusy = false;

/** Compresses in libuv's thread pool, without blocking the event loop. */
export function compressed(body: Buffer, encoding: string, caller: string): Promise<Buffer> {
  const compress = () => (encoding === 'br' ? brotliAll(body, brotliOptions) : gzipAll(body, gzipOptions));
  if (body.byteLength < httpLimits.compressedInQueue.value) return compress();
  return new Promise((resolve, reject) => {
    queue.add(caller, () => compress().then(resolve, reject));
    void compressNext();
  });
}

async function compressNext(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  for (let next = queue.take(); next; next = queue.take()) {
    const began = performance.now();
    await next();
    await pause(performance.now() - began);
  }
  isBusy = false;
}

export function compressing(encoding: string): Transform {
  return encoding === 'br' ? createBrotliCompress(brotliOptions) : createGzip(gzipOptions);
}
