import { getPublishedId, getVersionFromId } from '@sanity/client/csm';
import { openTabs, thisTab, withTabLock } from './tab.ts';
import { type Change, type LostChanges, threeWayDiff } from './three-way-diff.ts';
import type { Content, UnsavedEdit } from './unsaved-edit.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** The document that a form edits. */
export type FormDocument = { documentId: string; release: string | undefined; type: string };

/** @param id the id of a draft, a version or a published document */
export function formDocument(id: string, type: string): FormDocument {
  return { documentId: getPublishedId(id), release: getVersionFromId(id), type };
}

let count = 0;

/** The same for all forms of one document in one release. */
export const formKey = ({ documentId, release = '' }: { documentId: string; release?: string | undefined }): string =>
  `${documentId} ${release}`;

/** Records what an editor types into one form, until the stored document contains it. */
export function createEditTracker(unsaved: UnsavedEdits, account: string, document: FormDocument) {
  const { store, dataset, trackedIds, openForms } = unsaved;
  const form = formKey(document);
  let stored: Content | null | undefined;
  let edit: UnsavedEdit | undefined;
  let isUncertain = false;
  let isPending = false;

  function untrack({ id }: UnsavedEdit): void {
    trackedIds.delete(id);
    edit = undefined;
  }

  const editsOfForm = (): UnsavedEdit[] =>
    store.all().filter((each) => each.dataset === dataset && each.account === account && formKey(each) === form);

  function synced(value: Content | null): void {
    if (edit) {
      const isStored = isEmpty(threeWayDiff(edit.stored, edit.typed, value));
      if (isStored) void store.delete(edit.id);
      else if (isUncertain) void store.put({ ...edit, isOffered: true });
      // Otherwise the mutation was stored and only its event is still on the way to the form.
      if (isStored || isUncertain) untrack(edit);
    }
    isPending = false;
    isUncertain = false;
    stored = value;
  }

  return {
    /** The form is mounted, and shows its own unsaved edits: the banner need not. */
    open: (): void => void openForms.add(form),

    /** The form's value has changes that the lake has not stored yet. */
    typed(value: Content): void {
      // A form that is opened again in the same tab continues its edit.
      edit ??= editsOfForm().find((each) => each.tab === thisTab && !each.isOffered);
      edit = {
        ...(edit ?? newEdit({ ...document, dataset, account, stored: stored ?? null })),
        typed: value,
        at: new Date().toISOString(),
      };
      isPending = true;
      trackedIds.add(edit.id);
      void store.put(edit);
    },

    /** An outage or a refusal while an edit is pending: the lake may not have stored it. */
    markUncertain(): void {
      if (edit) isUncertain = true;
    },

    /** The form has nothing left to send. `value` is the document as the form has it from the lake. */
    synced,

    /**
     * Restores the edits of tabs that were closed, where the stored document has not changed since.
     *
     * @param restore applies changes to the form, which were typed at that time
     */
    async restoreAbandoned(
      value: Content | null,
      restore: (changes: readonly Change[], at: string) => void,
    ): Promise<void> {
      await store.flush();
      const isOpen = await openTabs();
      for (const abandoned of editsOfForm()) {
        if (trackedIds.has(abandoned.id) || (abandoned.tab !== thisTab && isOpen(abandoned.tab))) continue;
        await withTabLock(abandoned.id, async () => {
          const lost = threeWayDiff(abandoned.stored, abandoned.typed, value);
          if (isEmpty(lost)) return store.delete(abandoned.id);
          if (abandoned.isOffered) return;
          // Stays in IndexedDB until the document contains it, and is never restored a second time.
          await store.put({ ...abandoned, isOffered: true });
          if (lost.missing.length > 0) restore(lost.missing, abandoned.at);
        });
      }
    },

    /** The edits to offer above the form, with what the document lacks of them. */
    offers(value: Content | null): { edit: UnsavedEdit; lost: LostChanges }[] {
      return editsOfForm()
        .filter(({ isOffered }) => isOffered)
        .map((each) => ({ edit: each, lost: threeWayDiff(each.stored, each.typed, value) }))
        .filter(({ lost }) => !isEmpty(lost));
    },

    /** The form is unmounted. A pending edit stays in IndexedDB. */
    close(): void {
      openForms.delete(form);
      if (!edit) return;
      if (!isPending) void store.delete(edit.id);
      untrack(edit);
    },
  };
}

const isEmpty = ({ missing, conflicting }: LostChanges): boolean => missing.length + conflicting.length === 0;

type NewEdit = FormDocument & Pick<UnsavedEdit, 'dataset' | 'account' | 'stored'>;

function newEdit({ release, ...document }: NewEdit): Omit<UnsavedEdit, 'typed' | 'at'> {
  count += 1;
  return {
    id: `${thisTab}-${count}`,
    tab: thisTab,
    isOffered: false,
    ...document,
    ...(release !== undefined && { release }),
  };
}
