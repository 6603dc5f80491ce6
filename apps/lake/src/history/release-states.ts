import { applyPatch } from 'mendoza';
import { z } from 'zod';
import { releaseDocumentId } from '../mutate/release.ts';
import type { LoggedTransaction } from './transaction-log.ts';

/** Of a release document, what events tell of. */
const content = z.looseObject({
  state: z.string(),
  publishAt: z.string().optional(),
  metadata: z.looseObject({ releaseType: z.string().optional(), intendedPublishAt: z.string().optional() }),
});

export type ReleaseContent = z.output<typeof content>;
export type ReleaseChange = {
  releaseId: string;
  before: ReleaseContent | undefined;
  after: ReleaseContent | undefined;
};

/** Follows releases through the log, which is read from its beginning. */
export function followReleases(releaseIds: Iterable<string>) {
  const contents = new Map<string, { releaseId: string; content: unknown }>();
  for (const releaseId of releaseIds) contents.set(releaseDocumentId(releaseId), { releaseId, content: null });

  return {
    /** What a transaction did to the releases. */
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

/** What became of a release's schedule, if anything did. */
export function scheduling({ before, after }: ReleaseChange): 'scheduled' | 'unscheduled' | undefined {
  if (after?.state === 'scheduled') {
    return before?.state === 'scheduled' && before.publishAt === after.publishAt ? undefined : 'scheduled';
  }
  return before?.state === 'scheduled' && after?.state === 'active' ? 'unscheduled' : undefined;
}
