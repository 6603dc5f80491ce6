import { getDraftId, getVersionId } from '@sanity/client/csm';
import { fateOf } from './changes.ts';
import { formKey } from './document-words.ts';
import { openTabs, thisTab } from './tab.ts';
import type { Unsaved } from './unsaved.ts';
import type { Content, UnsavedWords } from './unsaved-words.ts';

type GetDocuments = (ids: string[]) => Promise<readonly (Content | null)[]>;

/**
 * What somebody typed that no open form looks after. Words that are in their document by now are forgotten.
 *
 * @param getDocuments gives each document as the lake has it, or null
 */
export async function leftWords(
  unsaved: Unsaved,
  account: string,
  getDocuments: GetDocuments,
): Promise<UnsavedWords[]> {
  await unsaved.store.settled();
  const isOpen = await openTabs();
  const own = unsaved.store
    .all()
    .filter(
      ({ id, tab, ...words }) =>
        words.account === account &&
        words.dataset === unsaved.dataset &&
        !unsaved.lookedAfter.has(id) &&
        !unsaved.openForms.has(formKey(words)) &&
        (tab === thisTab || !isOpen(tab)),
    );
  const left: UnsavedWords[] = [];
  for (const words of own) {
    const { missing, overtaken } = fateOf(words.stored, words.typed, await currentOf(words, getDocuments));
    if (missing.length + overtaken.length > 0) left.push(words);
    else void unsaved.store.forget(words.id);
  }
  return left;
}

/** The document that a form would show: the version in a release, or the draft, or what is published. */
async function currentOf({ documentId, release }: UnsavedWords, getDocuments: GetDocuments): Promise<Content | null> {
  const first = release === undefined ? getDraftId(documentId) : getVersionId(documentId, release);
  const [version, published] = await getDocuments([first, documentId]);
  return version ?? published ?? null;
}
