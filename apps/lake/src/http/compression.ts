/// <reference path="./negotiator.d.ts" />
import type { Transform } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import { createFairQueue } from '../fairness/fair-queue.ts';
import { httpLimits } from './limits.ts';

/** Fast levels: what is sent was never sent before, so that time spent on the last percent is spent for one reader. */
const gzipOptions = { level: 4 };
/** With a window of 4 MB, as it is by itself, each answer takes so much memory that V8 tidies up for it, at everybody's expense. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } };
const gzipAll = promisify(gzip);
const brotliAll = promisify(brotliCompress);

const preferred = ['br', 'gzip', 'identity'];
const compressible = /^(?:application\/(?:json|x-ndjson)|text\/(?:html|css|javascript|plain))\b/;

/**
 * How an answer is compressed; undefined if it is sent as it is. Pictures are compressed already; parts of a file
 * (`accept-ranges`) are counted in its own bytes.
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
 * Of long answers one at a time, in turn, with as long between two of them as one took: else somebody who asks for
 * nothing else keeps a processor busy, of which a small machine has two.
 */
const waiting = createFairQueue<() => Promise<void>>();
let isBusy = false;

/** In another thread: others are answered meanwhile. */
export function compressed(body: Buffer, encoding: string, caller: string): Promise<Buffer> {
  const compress = () => (encoding === 'br' ? brotliAll(body, brotliOptions) : gzipAll(body, gzipOptions));
  if (body.byteLength < httpLimits.compressedInTurn.value) return compress();
  return new Promise((resolve, reject) => {
    waiting.add(caller, () => compress().then(resolve, reject));
    void compressNext();
  });
}

async function compressNext(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  for (let next = waiting.take(); next; next = waiting.take()) {
    const began = performance.now();
    await next();
    await pause(performance.now() - began);
  }
  isBusy = false;
}

export function compressing(encoding: string): Transform {
  return encoding === 'br' ? createBrotliCompress(brotliOptions) : createGzip(gzipOptions);
}
