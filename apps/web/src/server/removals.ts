import type { Removals } from '@bodytext/content/read';
import { tag } from '@bodytext/content/tags';
import type { ExpiredTags } from '../cache/expired-tags.ts';

/**
 * What was taken away later than an answer was read, and later than it was last put back. Of what was read before the
 * journal begins nobody knows, so that it counts as taken away: an outage must bring nothing back.
 */
export function removalsIn(changes: Pick<ExpiredTags, 'begin' | 'position' | 'positionOf'>): Removals {
  return {
    get position() {
      return changes.position;
    },
    isGoneSince(id, position) {
      if (position < changes.begin) return true;
      const goneAt = changes.positionOf(tag.gone(id));
      return goneAt > position && goneAt > changes.positionOf(tag.back(id));
    },
  };
}
