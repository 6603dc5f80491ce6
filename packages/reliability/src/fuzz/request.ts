import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../random.ts';
import { oddJson } from './hostile-json.ts';
import { anyId } from './hostile-writes.ts';

export type FuzzRequest = {
  kind: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** An event stream never ends: the client closes it soon after its start. */
  isStream?: boolean;
};

const versions = ['v2025-02-19', 'v2021-03-25', 'v1', 'vX', 'v2099-01-01', 'v0000-00-00', 'v2', 'v', 'v..', '%76%31'];
export const datasets = [
  'production',
  'production',
  'production',
  'production',
  'production-comments',
  'x',
  '..',
  '%2e%2e%2f',
  '__proto__',
];
const bomb = gzipSync(Buffer.alloc(5_000_000, 32));
const json = { 'content-type': 'application/json' };

export function version(random: Random): string {
  return random.chance(0.9) ? random.oneOf(versions.slice(0, 4)) : random.oneOf(versions);
}

export function dataset(random: Random): string {
  return random.chance(0.95) ? 'production' : random.oneOf(datasets);
}

/** Mostly valid JSON; otherwise malformed, or with a wrong type, charset or encoding. */
export function withBody(random: Random, request: Omit<FuzzRequest, 'body'>, value: unknown): FuzzRequest {
  if (random.chance(0.85)) return { ...request, headers: json, body: JSON.stringify(value) };
  const text = oddJson(random, value);
  return random.oneOf<() => FuzzRequest>([
    () => ({ ...request, headers: json, body: text }),
    () => ({
      ...request,
      headers: {
        'content-type': random.oneOf([
          'text/plain',
          'multipart/form-data',
          'application/x-www-form-urlencoded',
          'a',
          '',
        ]),
      },
      body: text,
    }),
    () => ({ ...request, body: text }),
    () => ({
      ...request,
      headers: { ...json, 'content-encoding': 'gzip' },
      body: random.oneOf([bomb, gzipSync(text)]),
    }),
    () => ({ ...request, headers: { ...json, 'transfer-encoding': 'chunked' }, body: text }),
    () => ({ ...request, headers: json, body: Buffer.from(text, 'utf16le') }),
    () => ({ ...request, headers: json, body: Buffer.from(text, 'latin1') }),
    () => ({ ...request, headers: json, body: brokenUtf8(random, text) }),
    () => ({ ...request, headers: { ...json, 'content-encoding': 'br' }, body: brotliCompressSync(text) }),
    () => ({ ...request, headers: { ...json, 'content-encoding': 'deflate, gzip' }, body: deflateSync(text) }),
    () => ({ ...request, headers: { 'content-type': 'application/json; charset=utf-16' }, body: text }),
  ])();
}

/** The text with up to 20 bytes of invalid UTF-8. */
function brokenUtf8(random: Random, text: string): Buffer {
  const bytes = Buffer.from(text);
  for (const byte of random.upTo(20, () => random.oneOf([0xff, 0xc0, 0xed, 0xf5, 0x80, 0x00]))) {
    bytes[random.below(bytes.length)] = byte;
  }
  return bytes;
}

/** A path segment: an escaped id, or an invalid or misleading escape. */
export function segment(random: Random): string {
  return random.oneOf([
    () => encodeURIComponent(anyId(random).toWellFormed()).slice(0, 3_000),
    () => encodeURIComponent(anyId(random).toWellFormed()).slice(0, 3_000),
    () =>
      random.oneOf([
        '%',
        '%zz',
        '%ff%fe',
        '%00',
        '%2e%2e%2f',
        '..',
        '.',
        '%c0%af',
        ';',
        ':',
        '*',
        '(',
        '+',
        '%ED%A0%80',
      ]),
  ])();
}

export function segments(random: Random): string {
  return [segment(random), ...random.upTo(3, () => segment(random))].join(',');
}

export function get(kind: string, path: string): FuzzRequest {
  return { kind, method: 'GET', path };
}
