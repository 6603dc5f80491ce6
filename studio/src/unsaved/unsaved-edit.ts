import { z } from 'zod';

const content = z.record(z.string(), z.unknown());

/**
 * A record in IndexedDB: what an editor typed into one document and the lake has not stored yet, as the document before
 * (`stored`, null if there was none) and the form's value (`typed`).
 */
export const unsavedEdit = z.object({
  id: z.string().min(1),
  /** `project.dataset`: one browser may edit several. */
  dataset: z.string().min(1),
  /** The id of the user who typed it; no other user is shown it. */
  account: z.string().min(1),
  /** The browser tab in which it was typed. */
  tab: z.string().min(1),
  /** The published document's id, and the release of the version. */
  documentId: z.string().min(1),
  release: z.string().min(1).optional(),
  type: z.string().min(1),
  stored: content.nullable(),
  typed: content,
  /** When the edit was last changed. */
  at: z.iso.datetime(),
  /** The edit was not stored or was restored once: it is offered to the editor, not restored automatically. */
  isOffered: z.boolean(),
});

export type UnsavedEdit = z.infer<typeof unsavedEdit>;
export type Content = z.infer<typeof content>;
