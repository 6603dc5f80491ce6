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
import type { ConnectionWatch } from '../outage/connection-watch.ts';
import { timeOf } from '../outage/sentences.ts';
import { useOutage } from '../outage/use-outage.ts';
import type { Change } from './changes.ts';
import { createDocumentWords, type FormDocument, formDocument, formKey } from './document-words.ts';
import { unsavedLimits as limits } from './limits.ts';
import { Offer } from './offer.tsx';
import type { Unsaved } from './unsaved.ts';
import type { Content } from './unsaved-words.ts';
import { useVisits } from './use-visits.ts';

const shownDocument = z.looseObject({ _id: z.string(), _rev: z.string().optional() });
type ShownDocument = z.infer<typeof shownDocument>;

/** A document's form, which keeps what is typed until it is stored, and shows above it what was not. */
export function createUnsavedInput(unsaved: Unsaved, watch: ConnectionWatch) {
  return function UnsavedInput(props: InputProps): ReactElement {
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
        <DocumentWords
          key={`${user.id} ${formKey(document)}`}
          account={user.id}
          document={document}
          form={props}
          shown={shown}
          unsaved={unsaved}
          watch={watch}
        />
        {props.renderDefault(props)}
      </>
    );
  };
}

type Props = {
  unsaved: Unsaved;
  watch: ConnectionWatch;
  account: string;
  document: FormDocument;
  form: ObjectInputProps;
  shown: ShownDocument;
};

function DocumentWords({ unsaved, watch, account, document, form, shown }: Props): ReactElement {
  const { documentId } = document;
  const { isSyncing } = useSyncState(documentId, document.type, document.release);
  const outage = useOutage(watch);
  const visits = useVisits();
  const toast = useToast();
  useSyncExternalStore(unsaved.store.subscribe, unsaved.store.all);
  const [words] = useState(() => createDocumentWords(unsaved, account, document));
  // What the lake has no revision of is a form into which nothing was written.
  const stored: Content | null = shown._rev === undefined ? null : shown;
  const [compared, setCompared] = useState<Content | null>();

  const putBack = useEffectEvent((changes: readonly Change[], at: string) => {
    form.onChange(patchesOf(changes));
    toast.push({ status: 'success', title: `What you typed at ${timeOf(new Date(at))} was put back.` });
  });
  const look = useEffectEvent(() => {
    words.isStored(stored);
    setCompared(stored);
    if (!form.readOnly) void words.settle(stored, putBack);
  });

  useEffect(() => {
    words.open();
    const stop = unsaved.onRefused((ids) => {
      if (ids.some((id) => formDocument(id, '').documentId === documentId)) words.trouble();
    });
    return () => {
      stop();
      words.close();
    };
  }, [words, unsaved, documentId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies(visits): another window may have left something.
  useEffect(() => {
    if (isSyncing) words.typed(shown);
    if (outage) words.trouble();
    if (isSyncing || outage) return;
    const timer = setTimeout(look, limits.settled.value);
    return () => clearTimeout(timer);
  }, [words, isSyncing, outage, shown, visits]);

  const offers = isSyncing || outage || compared === undefined ? [] : words.offers(compared);
  return (
    <>
      {offers.map((offer) => (
        <Offer
          key={offer.words.id}
          offer={offer}
          current={stored}
          fields={form.schemaType.fields}
          onForget={() => void unsaved.store.forget(offer.words.id)}
          onPutBack={form.readOnly ? undefined : (changes) => form.onChange(patchesOf(changes))}
        />
      ))}
    </>
  );
}

function patchesOf(changes: readonly Change[]): FormPatch[] {
  return changes.map(({ path, typed }) => (typed === undefined ? unset(path) : set(typed, path)));
}
