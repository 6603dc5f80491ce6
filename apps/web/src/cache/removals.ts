import type { Removals } from '@bodytext/content/read';
import { tag } from '@bodytext/content/tags';
import type { ExpiredTags } from './expired-tags.ts';

/**
 * Which documents were unpublished after a position and not published again. Before the journal's start that is unknown,
 * so every document counts as unpublished: an outage must not bring one back.
 */
export function removalsIn(journal: Pick<ExpiredTags, 'start' | 'position' | 'positionOf'>): Removals {
  return {
    get position() {
      return journal.position;
    },
    isGoneSince(id, position) {
      if (position < journal.start) return true;
      const goneAt = journal.positionOf(tag.gone(id));
      return goneAt > position && goneAt > journal.positionOf(tag.back(id));
    },
  };
}
