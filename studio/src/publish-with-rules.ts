import { useToast } from '@sanity/ui/toast';
import { useEffect, useRef } from 'react';
import { type DocumentActionComponent, useClient, useDocumentOperationEvent } from 'sanity';
import { writeAfterPublication } from './after-publication.ts';
import { apiVersion } from './api-version.ts';

/** Wraps Sanity's publish action for a lake without our publish rules: after a publish, it runs `writeAfterPublication`. */
export function publishWithRules(publish: DocumentActionComponent): DocumentActionComponent {
  const Publish: DocumentActionComponent = (props) => {
    const action = publish(props);
    const client = useClient({ apiVersion });
    const toast = useToast();
    const event = useDocumentOperationEvent(props.id, props.type);
    const pending = useRef<{ before: unknown } | undefined>(undefined);
    useEffect(() => {
      if (event === undefined || event.op !== 'publish') return;
      const publication = pending.current;
      pending.current = undefined;
      if (publication === undefined || event.type === 'error') return;
      writeAfterPublication(client, props.id, publication.before).catch((error: unknown) => {
        toast.push({
          status: 'error',
          title: 'This is published. What belongs to it could not be written',
          description: `A redirect from an address that it left, or when it was first published: ${String(error)}`,
        });
      });
    }, [event, client, toast, props.id]);
    if (action === null) return null;
    return {
      ...action,
      onHandle: () => {
        pending.current = { before: props.published ?? undefined };
        action.onHandle?.();
      },
    };
  };
  Publish.action = publish.action;
  return Publish;
}
