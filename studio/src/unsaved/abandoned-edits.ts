import { getDraftId, getVersionId } from '@sanity/client/csm';
import { formKey } from './edit-tracker.ts';
import { openTabs, thisTab } from './tab.ts';
import { threeWayDiff } from './three-way-diff.ts';
import type { Content, UnsavedEdit } from './unsaved-edit.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

type GetDocuments = (ids: string[]) => Promise<readonly (Content | null)[]>;

/**
 * The user's unsaved edits that no open form records. Deletes those that their documents contain by now.
 *
 * @param getDocuments returns each document as the lake has it, or null
 */
export async function findAbandonedEdits(
  unsaved: UnsavedEdits,
  account: string,
  getDocuments: GetDocuments,
): Promise<UnsavedEdit[]> {
  await unsaved.store.flush();
  const isOpen = await openTabs();
  const own = unsaved.store
    .all()
    .filter(
      ({ id, tab, ...edit }) =>
        edit.account === account &&
        edit.dataset === unsaved.dataset &&
        !unsaved.trackedIds.has(id) &&
        !unsaved.openForms.has(formKey(edit)) &&
        (tab === thisTab || !isOpen(tab)),
    );
  const abandoned: UnsavedEdit[] = [];
  for (const edit of own) {
    const { missing, conflicting } = threeWayDiff(edit.stored, edit.typed, await currentOf(edit, getDocuments));
    if (missing.length + conflicting.length > 0) abandoned.push(edit);
    else void unsaved.store.delete(edit.id);
  }
  return abandoned;
}

/** The document that a form would show: the version in a release, or else the draft, or else the published document. */
async function currentOf({ documentId, release }: UnsavedEdit, getDocuments: GetDocuments): Promise<Content | null> {
  const first = release === undefined ? getDraftId(documentId) : getVersionId(documentId, release);
  const [version, published] = await getDocuments([first, documentId]);
  return version ?? published ?? null;
}
