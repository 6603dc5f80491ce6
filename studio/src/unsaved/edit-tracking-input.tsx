import { useToast } from '@sanity/ui/toast';
import { type ReactElement, useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react';
import {
  type FormPatch,
  type InputProps,
  isObjectInputProps,
  type ObjectInputProps,
  set,
  unset,
  useCurrentUser,
  useSyncState,
} from 'sanity';
import { z } from 'zod';
import type { ConnectionMonitor } from '../outage/connection-monitor.ts';
import { formatTime } from '../outage/messages.ts';
import { useOutage } from '../outage/use-outage.ts';
import { createEditTracker, type FormDocument, formDocument, formKey } from './edit-tracker.ts';
import { unsavedLimits as limits } from './limits.ts';
import type { Change } from './three-way-diff.ts';
import type { Content } from './unsaved-edit.ts';
import { UnsavedEditCard } from './unsaved-edit-card.tsx';
import type { UnsavedEdits } from './unsaved-edits.ts';
import { useTabActivations } from './use-tab-activations.ts';

const shownDocument = z.looseObject({ _id: z.string(), _rev: z.string().optional() });
type ShownDocument = z.infer<typeof shownDocument>;

/** A document's form that records unsaved edits in IndexedDB, and shows above itself those that were lost. */
export function createEditTrackingInput(unsaved: UnsavedEdits, monitor: ConnectionMonitor) {
  return function EditTrackingInput(props: InputProps): ReactElement {
    const user = useCurrentUser();
    const isForm = props.path.length === 0 && isObjectInputProps(props);
    const shown = useMemo(
      () => (isForm ? shownDocument.safeParse(props.value).data : undefined),
      [isForm, props.value],
    );
    if (!isForm || !user || !shown) return props.renderDefault(props);
    const document = formDocument(shown._id, props.schemaType.name);
    return (
      <>
        <TrackedEdits
          key={`${user.id} ${formKey(document)}`}
          account={user.id}
          document={document}
          form={props}
          shown={shown}
          unsaved={unsaved}
          monitor={monitor}
        />
        {props.renderDefault(props)}
      </>
    );
  };
}

type Props = {
  unsaved: UnsavedEdits;
  monitor: ConnectionMonitor;
  account: string;
  document: FormDocument;
  form: ObjectInputProps;
  shown: ShownDocument;
};

function TrackedEdits({ unsaved, monitor, account, document, form, shown }: Props): ReactElement {
  const { documentId } = document;
  const { isSyncing } = useSyncState(documentId, document.type, document.release);
  const outage = useOutage(monitor);
  const activations = useTabActivations();
  const toast = useToast();
  useSyncExternalStore(unsaved.store.subscribe, unsaved.store.all);
  const [tracker] = useState(() => createEditTracker(unsaved, account, document));
  // Without a revision the document is not in the lake: the form shows initial values.
  const stored: Content | null = shown._rev === undefined ? null : shown;
  const [syncedValue, setSyncedValue] = useState<Content | null>();

  const restore = useEffectEvent((changes: readonly Change[], at: string) => {
    form.onChange(patchesOf(changes));
    toast.push({ status: 'success', title: `What you typed at ${formatTime(new Date(at))} was put back.` });
  });
  const sync = useEffectEvent(() => {
    tracker.synced(stored);
    setSyncedValue(stored);
    if (!form.readOnly) void tracker.restoreAbandoned(stored, restore);
  });

  useEffect(() => {
    tracker.open();
    const unsubscribe = unsaved.onRefused((ids) => {
      if (ids.some((id) => formDocument(id, '').documentId === documentId)) tracker.markUncertain();
    });
    return () => {
      unsubscribe();
      tracker.close();
    };
  }, [tracker, unsaved, documentId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies(activations): a tab that was closed may have left an edit.
  useEffect(() => {
    if (isSyncing) tracker.typed(shown);
    if (outage) tracker.markUncertain();
    if (isSyncing || outage) return;
    const timer = setTimeout(sync, limits.syncStateDelay.value);
    return () => clearTimeout(timer);
  }, [tracker, isSyncing, outage, shown, activations]);

  const offers = isSyncing || outage || syncedValue === undefined ? [] : tracker.offers(syncedValue);
  return (
    <>
      {offers.map((offer) => (
        <UnsavedEditCard
          key={offer.edit.id}
          offer={offer}
          current={stored}
          fields={form.schemaType.fields}
          onDiscard={() => void unsaved.store.delete(offer.edit.id)}
          onRestore={form.readOnly ? undefined : (changes) => form.onChange(patchesOf(changes))}
        />
      ))}
    </>
  );
}

function patchesOf(changes: readonly Change[]): FormPatch[] {
  return changes.map(({ path, typed }) => (typed === undefined ? unset(path) : set(typed, path)));
}
