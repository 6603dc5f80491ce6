import { documentId, documentStub } from '@bodytext/groq/document';
import { z } from 'zod';
import { limits } from './limits.ts';
import { guardedPatch, transactionId } from './mutation.ts';

/** @see https://www.sanity.io/docs/http-reference/actions */

const releaseId = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'A release id may hold only letters, digits, “_” and “-”.');
const identified = documentStub.extend({ _id: documentId });
const document = 'sanity.action.document';
const release = 'sanity.action.release';
const time = z.iso.datetime({ offset: true, error: 'A time is written like 2026-11-22T10:00:00Z.' });
/** Deletes the history as well. */
const purge = z.boolean().optional();

export const releaseMetadata = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  releaseType: z.enum(['asap', 'scheduled', 'undecided']).default('undecided'),
  intendedPublishAt: time.optional(),
  cardinality: z.enum(['one', 'many']).optional(),
});

const importedRelease = { releaseId, ifExists: z.enum(['fail', 'ignore', 'replace']).default('fail') };

export const action = z.discriminatedUnion('actionType', [
  z.object({
    actionType: z.literal(`${document}.create`),
    publishedId: documentId,
    attributes: identified,
    ifExists: z.enum(['fail', 'ignore']).default('fail'),
  }),
  z.object({
    actionType: z.literal(`${document}.edit`),
    draftId: documentId,
    publishedId: documentId,
    patch: guardedPatch,
  }),
  z.object({
    actionType: z.literal(`${document}.publish`),
    draftId: documentId,
    publishedId: documentId,
    ifDraftRevisionId: z.string().optional(),
    ifPublishedRevisionId: z.string().optional(),
  }),
  z.object({ actionType: z.literal(`${document}.unpublish`), draftId: documentId, publishedId: documentId }),
  z.object({
    actionType: z.literal(`${document}.discard`),
    draftId: documentId.optional(),
    versionId: documentId.optional(),
    purge,
  }),
  z.object({
    actionType: z.literal(`${document}.delete`),
    publishedId: documentId,
    includeDrafts: z.array(documentId).default([]),
    purge,
  }),
  z.object({ actionType: z.literal(`${document}.replaceDraft`), publishedId: documentId, attributes: identified }),
  z.object({
    actionType: z.literal(`${document}.version.create`),
    publishedId: documentId,
    document: identified.optional(),
    baseId: documentId.optional(),
    versionId: documentId.optional(),
    ifBaseRevisionId: z.string().optional(),
  }),
  z.object({ actionType: z.literal(`${document}.version.replace`), document: identified }),
  z.object({ actionType: z.literal(`${document}.version.discard`), versionId: documentId, purge }),
  z.object({ actionType: z.literal(`${document}.version.unpublish`), versionId: documentId, publishedId: documentId }),
  z.object({
    actionType: z.literal(`${release}.create`),
    releaseId,
    metadata: releaseMetadata.prefault({}),
  }),
  z.object({ actionType: z.literal(`${release}.edit`), releaseId, patch: guardedPatch }),
  z.object({ actionType: z.literal(`${release}.publish`), releaseId }),
  z.object({ actionType: z.literal(`${release}.schedule`), releaseId, publishAt: time }),
  z.object({ actionType: z.literal(`${release}.unschedule`), releaseId }),
  z.object({ actionType: z.literal(`${release}.archive`), releaseId }),
  z.object({ actionType: z.literal(`${release}.unarchive`), releaseId }),
  z.object({ actionType: z.literal(`${release}.delete`), releaseId }),
  z.object({
    actionType: z.literal(`${release}.import`),
    ...importedRelease,
    attributes: identified.optional(),
    document: identified.optional(),
  }),
]);

export type Action = z.output<typeof action>;
export type ActionOf<Type extends Action['actionType']> = Extract<Action, { actionType: Type }>;

export const actionRequest = z.object({
  actions: z
    .array(z.looseObject({ actionType: z.string() }))
    .min(1)
    .max(limits.mutations.value, `A request may have at most ${limits.mutations.value} actions.`),
  transactionId: transactionId.optional(),
  dryRun: z.boolean().default(false),
});
