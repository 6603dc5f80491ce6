import { getPublishedId, getVersionFromId } from '@sanity/client/csm';
import { type Change, type Fate, fateOf } from './changes.ts';
import { inOneTab, openTabs, thisTab } from './tab.ts';
import type { Unsaved } from './unsaved.ts';
import type { Content, UnsavedWords } from './unsaved-words.ts';

/** The document of a form. */
export type FormDocument = { documentId: string; release: string | undefined; type: string };

/** Which document a form shows, by the id of its draft, its version or itself. */
export function formDocument(id: string, type: string): FormDocument {
  return { documentId: getPublishedId(id), release: getVersionFromId(id), type };
}

let count = 0;

/** The same for all forms of one document in one release. */
export const formKey = ({ documentId, release = '' }: { documentId: string; release?: string | undefined }): string =>
  `${documentId} ${release}`;

/** Keeps what somebody types into one form in the store, until it is found in the document. */
export function createDocumentWords(unsaved: Unsaved, account: string, document: FormDocument) {
  const { store, dataset, lookedAfter, openForms } = unsaved;
  const form = formKey(document);
  let stored: Content | null | undefined;
  let words: UnsavedWords | undefined;
  let isTroubled = false;
  let isOnItsWay = false;

  function leave({ id }: UnsavedWords): void {
    lookedAfter.delete(id);
    words = undefined;
  }

  const ofThisDocument = (): UnsavedWords[] =>
    store.all().filter((each) => each.dataset === dataset && each.account === account && formKey(each) === form);

  function isStored(value: Content | null): void {
    if (words) {
      const isThere = isNothing(fateOf(words.stored, words.typed, value));
      if (isThere) void store.forget(words.id);
      else if (isTroubled) void store.keep({ ...words, isOffered: true });
      // Without any trouble, a document without them is one in which their event has not arrived yet.
      if (isThere || isTroubled) leave(words);
    }
    isOnItsWay = false;
    isTroubled = false;
    stored = value;
  }

  return {
    /** The form is shown; what it offers need not be said elsewhere. */
    open: (): void => void openForms.add(form),

    /** The form holds words that the lake does not have yet. */
    typed(value: Content): void {
      // Whoever comes back to a form finds it as it was left.
      words ??= ofThisDocument().find((each) => each.tab === thisTab && !each.isOffered);
      words = {
        ...(words ?? newWords({ ...document, dataset, account, stored: stored ?? null })),
        typed: value,
        at: new Date().toISOString(),
      };
      isOnItsWay = true;
      lookedAfter.add(words.id);
      void store.keep(words);
    },

    /** Something went wrong while words were on their way: they may not have arrived. */
    trouble(): void {
      if (words) isTroubled = true;
    },

    isStored,

    /**
     * Puts back what windows that are closed have left, where the document is as they had it.
     *
     * @param putBack types into the form what is missing, with when it was typed first
     */
    async settle(value: Content | null, putBack: (changes: readonly Change[], at: string) => void): Promise<void> {
      await store.settled();
      const isOpen = await openTabs();
      for (const left of ofThisDocument()) {
        if (lookedAfter.has(left.id) || (left.tab !== thisTab && isOpen(left.tab))) continue;
        await inOneTab(left.id, async () => {
          const fate = fateOf(left.stored, left.typed, value);
          if (isNothing(fate)) return store.forget(left.id);
          if (left.isOffered) return;
          // Kept until it is found in the document.
          await store.keep({ ...left, isOffered: true });
          if (fate.missing.length > 0) putBack(fate.missing, left.at);
        });
      }
    },

    /** What is offered of all that was typed into this document. */
    offers(value: Content | null): { words: UnsavedWords; fate: Fate }[] {
      return ofThisDocument()
        .filter(({ isOffered }) => isOffered)
        .map((each) => ({ words: each, fate: fateOf(each.stored, each.typed, value) }))
        .filter(({ fate }) => !isNothing(fate));
    },

    /** The form is closed. What is on its way is kept until it is found in the document. */
    close(): void {
      openForms.delete(form);
      if (!words) return;
      if (!isOnItsWay) void store.forget(words.id);
      leave(words);
    },
  };
}

const isNothing = ({ missing, overtaken }: Fate): boolean => missing.length + overtaken.length === 0;

type New = FormDocument & Pick<UnsavedWords, 'dataset' | 'account' | 'stored'>;

function newWords({ release, ...document }: New): Omit<UnsavedWords, 'typed' | 'at'> {
  count += 1;
  return {
    id: `${thisTab}-${count}`,
    tab: thisTab,
    isOffered: false,
    ...document,
    ...(release !== undefined && { release }),
  };
}
