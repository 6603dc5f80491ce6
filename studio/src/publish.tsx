import { Stack, Text } from '@sanity/ui';
import { useState } from 'react';
import { type DocumentActionComponent, useDocumentOperationEvent } from 'sanity';
import { refusalReasons } from './publish-refusal.ts';

/**
 * Wraps Sanity's publish action: a dialog shows why the lake refused to publish, which Sanity's own toast hides in a
 * collapsed detail. The Studio's validation finds most issues first; the lake also sees what changed since.
 */
export function explainRefusal(publish: DocumentActionComponent): DocumentActionComponent {
  const Publish: DocumentActionComponent = (props) => {
    const action = publish(props);
    const event = useDocumentOperationEvent(props.id, props.type);
    const [dismissed, setDismissed] = useState<typeof event>();
    const sentences = event?.type === 'error' && event !== dismissed ? refusalReasons(event.error) : [];
    if (action === null || sentences.length === 0) return action;
    return {
      ...action,
      dialog: {
        type: 'dialog',
        header: 'This can’t be published yet',
        onClose: () => setDismissed(event),
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
