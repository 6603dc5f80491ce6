import { checkPublishable } from '@bodytext/schema/check';
import { checkInContext } from '@bodytext/schema/context';
import type { Issue } from '@bodytext/schema/issue';
import type { Lookup } from '@bodytext/schema/lookup';
import { mayHandIn } from './feedback-rights.ts';
import { mutationsOnPublication } from './publication.ts';
import { roles } from './roles.ts';

type Document = { _id: string; _type: string; [field: string]: unknown };
type Change = { before: Document | undefined; after: Document | undefined };

/**
 * The newsroom's rules as the embedded lake's plugin: the gate, further mutations, roles. The lake's commands check it
 * against `LakePlugin` (apps/lake/src/plugin.ts).
 */
export const newsroomPlugin = {
  gate: ({ before, after }: Change & { after: Document }, lookup: Lookup): Issue[] => [
    ...checkPublishable(after),
    ...checkInContext(after, lookup, before),
  ],
  onCommit: mutationsOnPublication,
  roles,
  mayChange: ({ role }: { role: string }, change: Change): boolean => role !== 'feedback' || mayHandIn(change),
};
