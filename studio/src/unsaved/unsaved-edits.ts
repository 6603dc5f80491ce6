import type { Connection } from '../connection.ts';
import { holdTabLock, thisTab } from './tab.ts';
import { openUnsavedStore, type UnsavedStore } from './unsaved-store.ts';

/** This tab's state of unsaved edits. */
export type UnsavedEdits = ReturnType<typeof openUnsavedEdits>;

export function openUnsavedEdits({ projectId, dataset }: Connection, store: UnsavedStore = openUnsavedStore()) {
  const refusalListeners = new Set<(documentIds: readonly string[]) => void>();
  /** The ids of the edits that an open form is recording. */
  const trackedIds = new Set<string>();
  /** The documents, by `formKey`, whose forms are open. */
  const openForms = new Set<string>();

  holdTabLock();
  addEventListener('beforeunload', (event) => {
    // IndexedDB has no copy of the edit: closing the tab would lose it.
    if (trackedIds.size > 0 && store.isFailing()) event.preventDefault();
  });

  return {
    store,
    dataset: `${projectId}.${dataset}`,
    trackedIds,
    openForms,

    /** The lake refused an edit of these documents with a final status. */
    reportRefusal(documentIds: readonly string[]): void {
      for (const listener of refusalListeners) listener(documentIds);
    },

    /** @returns the function that unsubscribes */
    onRefused(listener: (documentIds: readonly string[]) => void): () => void {
      refusalListeners.add(listener);
      return () => refusalListeners.delete(listener);
    },

    /** Asks the editor before a sign-out while this tab has unsaved edits. */
    confirmSignOut(): boolean {
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
