import { z } from 'zod';

const content = z.record(z.string(), z.unknown());

/**
 * What somebody typed in one document that the lake did not have yet, as it is kept in the browser: the document as the
 * lake had it before, if it had one, and as the form had it last.
 */
export const unsavedWords = z.object({
  id: z.string().min(1),
  /** The project and dataset, as `project.dataset`: a browser may know several. */
  dataset: z.string().min(1),
  /** Who typed it: nobody else is shown it. */
  account: z.string().min(1),
  /** The window in which it was typed. */
  tab: z.string().min(1),
  /** The published document's id, and the release that was written in. */
  documentId: z.string().min(1),
  release: z.string().min(1).optional(),
  type: z.string().min(1),
  stored: content.nullable(),
  typed: content,
  /** When the last word was typed. */
  at: z.iso.datetime(),
  /** It is known that these words were not stored, and they are not put back by themselves. */
  isOffered: z.boolean(),
});

export type UnsavedWords = z.infer<typeof unsavedWords>;
export type Content = z.infer<typeof content>;
