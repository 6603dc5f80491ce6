import type { Removals } from '@bodytext/content/read';
import { tag } from '@bodytext/content/tags';
import type { ExpiredTags } from '../cache/expired-tags.ts';

/** What was taken away later than an answer was read, and later than it was last put back. */
export function removalsIn(changes: Pick<ExpiredTags, 'position' | 'positionOf'>): Removals {
  return {
    get position() {
      return changes.position;
    },
    isGoneSince(id, position) {
      const goneAt = changes.positionOf(tag.gone(id));
      return goneAt > position && goneAt > changes.positionOf(tag.back(id));
    },
  };
}
