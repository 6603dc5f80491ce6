import { applyPatch } from 'mendoza';
import { z } from 'zod';
import { releaseDocumentId } from '../mutate/release.ts';
import type { LoggedTransaction } from './transaction-log.ts';

/** The fields of a release document that events are derived from. */
const content = z.looseObject({
  state: z.string(),
  publishAt: z.string().optional(),
  metadata: z.looseObject({ releaseType: z.string().optional(), intendedPublishAt: z.string().optional() }),
});

type ReleaseContent = z.output<typeof content>;
export type ReleaseChange = {
  releaseId: string;
  before: ReleaseContent | undefined;
  after: ReleaseContent | undefined;
};

/** Tracks the content of releases, transaction by transaction from the first. */
export function followReleases(releaseIds: Iterable<string>) {
  const contents = new Map<string, { releaseId: string; content: unknown }>();
  for (const releaseId of releaseIds) contents.set(releaseDocumentId(releaseId), { releaseId, content: null });

  return {
    changesIn({ effects }: LoggedTransaction): ReleaseChange[] {
      return effects.flatMap(({ documentId, apply }) => {
        const followed = contents.get(documentId);
        if (!followed) return [];
        const before = content.safeParse(followed.content).data;
        followed.content = applyPatch(followed.content, apply);
        return [{ releaseId: followed.releaseId, before, after: content.safeParse(followed.content).data }];
      });
    },
  };
}

/** Whether the change scheduled or unscheduled the release. */
export function scheduling({ before, after }: ReleaseChange): 'scheduled' | 'unscheduled' | undefined {
  if (after?.state === 'scheduled') {
    return before?.state === 'scheduled' && before.publishAt === after.publishAt ? undefined : 'scheduled';
  }
  return before?.state === 'scheduled' && after?.state === 'active' ? 'unscheduled' : undefined;
}
