import type { Connection } from '../connection.ts';
import { showThatTabIsOpen, thisTab } from './tab.ts';
import { openUnsavedStore, type UnsavedStore } from './unsaved-store.ts';

/** What this window knows of words that are not stored. */
export type Unsaved = ReturnType<typeof openUnsaved>;

export function openUnsaved({ projectId, dataset }: Connection, store: UnsavedStore = openUnsavedStore()) {
  const refusals = new Set<(documentIds: readonly string[]) => void>();
  /** The ids of words that an open form looks after. */
  const lookedAfter = new Set<string>();
  /** The documents, by `formKey`, whose forms are open. */
  const openForms = new Set<string>();

  showThatTabIsOpen();
  addEventListener('beforeunload', (event) => {
    // Nothing but this window has them.
    if (lookedAfter.size > 0 && store.isFailing()) event.preventDefault();
  });

  return {
    store,
    dataset: `${projectId}.${dataset}`,
    lookedAfter,
    openForms,

    /** An edit of these documents was refused for good. */
    refused(documentIds: readonly string[]): void {
      for (const listener of refusals) listener(documentIds);
    },

    /** @returns the way to stop listening */
    onRefused(listener: (documentIds: readonly string[]) => void): () => void {
      refusals.add(listener);
      return () => refusals.delete(listener);
    },

    /** Asks whoever signs out while something that they typed is not stored. */
    agreeToSignOut(): boolean {
      const documents = new Set(store.all().flatMap(({ tab, documentId }) => (tab === thisTab ? [documentId] : [])));
      return documents.size === 0 || window.confirm(signOutQuestion(documents.size, store.isFailing()));
    },
  };
}

function signOutQuestion(documents: number, isLost: boolean): string {
  const where = documents === 1 ? 'one document' : `${documents} documents`;
  const what = isLost
    ? 'It is in this window only, and will be lost.'
    : 'It is kept in this browser, and shown to you alone when you sign in here again.';
  return `What you typed in ${where} is not stored yet. ${what} Sign out all the same?`;
}
