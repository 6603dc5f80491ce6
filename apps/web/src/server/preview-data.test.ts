/** @jest-environment node */
import { beforeAll, expect, test } from '@jest/globals';
import type * as Preview from './preview-data.ts';

let preview: typeof Preview;

beforeAll(async () => {
  process.env.SANITY_API_READ_TOKEN = 'token';
  process.env.SANITY_WEBHOOK_SECRET = 'secret';
  preview = await import('./preview-data.ts');
});

const now = Date.parse('2026-03-01T08:00:00Z');

test('a preview lasts an hour', () => {
  const data = preview.makePreviewData(now);
  expect(preview.isPreview(data, now)).toBe(true);
  expect(preview.isPreview(data, now + 59 * 60_000)).toBe(true);
  expect(preview.isPreview(data, now + 61 * 60_000)).toBe(false);
});

test('preview data without a valid signature are rejected', () => {
  const data = preview.makePreviewData(now);
  const forged = [
    undefined,
    false,
    {},
    { ...data, expiresAt: data.expiresAt + 1 },
    { ...data, signature: '' },
    { ...data, signature: 'x'.repeat(data.signature.length) },
    { expiresAt: data.expiresAt },
  ];
  for (const wrong of forged) expect(preview.isPreview(wrong, now)).toBe(false);
});
