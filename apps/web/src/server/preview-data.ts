import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { limits } from '../limits.ts';
import { secrets } from './secrets.ts';

export const previewSeconds = limits.preview.value;

const previewData = z.object({ expiresAt: z.number(), signature: z.string() });

/**
 * The content of Next's preview cookie. Next encrypts it with keys from the build, which are the same wherever the build
 * is deployed: only our own signature proves that this site set the cookie.
 */
export function makePreviewData(now = Date.now()): z.infer<typeof previewData> {
  const expiresAt = now + previewSeconds * 1000;
  return { expiresAt, signature: sign(expiresAt) };
}

/** Whether this site signed the data and they have not expired: only then are drafts read. */
export function isPreview(data: unknown, now = Date.now()): boolean {
  const parsed = previewData.safeParse(data);
  if (!parsed.success || parsed.data.expiresAt <= now) return false;
  const [given, expected] = [parsed.data.signature, sign(parsed.data.expiresAt)].map((text) => Buffer.from(text));
  return given?.length === expected?.length && given !== undefined && expected !== undefined
    ? timingSafeEqual(given, expected)
    : false;
}

function sign(expiresAt: number): string {
  return createHmac('sha256', secrets().previewSecret).update(`preview:${expiresAt}`).digest('base64url');
}
