import { slug } from '@bodytext/schema/slug';
import { limits } from '../limits.ts';

/** Whether a document can have this path: all others are not found without asking the lake. */
export function isAddress(path: string): boolean {
  const segments = path.split('/').slice(1);
  return segments.length <= limits.slugs.value && segments.every((current) => slug.safeParse({ current }).success);
}
