import { Stack, Text } from '@sanity/ui';
import { useState } from 'react';
import { type DocumentActionComponent, useDocumentOperationEvent } from 'sanity';
import { refusalOf } from './refusal.ts';

/**
 * Sanity's own publish action, which also says why the lake refused. The Studio's validation stops most of it before;
 * what others changed since, only the lake knows. Sanity's own notice hides the reason in a fold.
 */
export function sayingWhy(publish: DocumentActionComponent): DocumentActionComponent {
  const Publish: DocumentActionComponent = (props) => {
    const action = publish(props);
    const event = useDocumentOperationEvent(props.id, props.type);
    const [read, setRead] = useState<typeof event>();
    const sentences = event?.type === 'error' && event !== read ? refusalOf(event.error) : [];
    if (action === null || sentences.length === 0) return action;
    return {
      ...action,
      dialog: {
        type: 'dialog',
        header: 'This can’t be published yet',
        onClose: () => setRead(event),
        content: (
          <Stack as="ul" gap={4} style={{ margin: 0, paddingInlineStart: '1.2em' }}>
            {sentences.map((sentence) => (
              <Text as="li" key={sentence}>
                {sentence}
              </Text>
            ))}
          </Stack>
        ),
      },
    };
  };
  Publish.action = publish.action;
  return Publish;
}
