import { slug } from '@bodytext/schema/slug';
import { limits } from '../limits.ts';

const deepest = limits.slugs.value;

/** Whether something could be at this path: anything else is not found without asking the lake. */
export function isAddress(path: string): boolean {
  const segments = path.split('/').slice(1);
  return segments.length <= deepest && segments.every((current) => slug.safeParse({ current }).success);
}
