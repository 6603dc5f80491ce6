import { Box, Button, Card, Flex, Heading, Stack, Text } from '@sanity/ui';
import type { ReactElement } from 'react';
import type { ObjectSchemaType } from 'sanity';
import { formatTime } from '../outage/messages.ts';
import { textOf } from './text-content.ts';
import { type Change, canApply, type LostChanges } from './three-way-diff.ts';
import type { Content, UnsavedEdit } from './unsaved-edit.ts';

type Props = {
  offer: { edit: UnsavedEdit; lost: LostChanges };
  /** The document as the lake has it. */
  current: Content | null;
  fields: ObjectSchemaType['fields'];
  onDiscard(): void;
  /** Undefined while the form is read-only. */
  onRestore: ((changes: readonly Change[]) => void) | undefined;
};

/** Shows the changes of an unsaved edit above its form, each to be copied or restored. */
export function UnsavedEditCard({ offer: { edit, lost }, current, fields, onDiscard, onRestore }: Props): ReactElement {
  const changes = [...lost.missing, ...lost.conflicting];
  return (
    <Card as="section" aria-label="Not stored" border radius={3} padding={4} marginBottom={5} tone="caution">
      <Stack gap={4}>
        <Heading as="h2" size={1}>
          What you typed at {formatTime(new Date(edit.at))} is not in this document
        </Heading>
        <Text size={1}>
          {lost.conflicting.length > 0
            ? 'Others have changed it since. Compare, and put in what should stay.'
            : 'The lake refused it, or its connection broke. You can put it back.'}
        </Text>
        {changes.map((change) => (
          <Stack key={JSON.stringify(change.path)} gap={3}>
            <Text size={1} weight="semibold">
              {titleOf(change, fields)}
            </Text>
            <Box style={{ whiteSpace: 'pre-wrap' }}>
              <Text size={1} style={{ userSelect: 'text' }}>
                {textOf(change.typed) || '(taken away)'}
              </Text>
            </Box>
            <Flex gap={2}>
              <Button
                mode="ghost"
                text="Copy"
                onClick={() => void navigator.clipboard?.writeText(textOf(change.typed))}
              />
              {onRestore && canApply(current, change) && (
                <Button
                  mode="ghost"
                  text={lost.missing.includes(change) ? 'Put it back' : 'Put it in place of what is there'}
                  onClick={() => onRestore([change])}
                />
              )}
            </Flex>
          </Stack>
        ))}
        <Flex>
          <Button mode="bleed" tone="critical" text="Throw it away" onClick={onDiscard} />
        </Flex>
      </Stack>
    </Card>
  );
}

function titleOf({ path: [name] }: Change, fields: Props['fields']): string {
  return fields.find((field) => field.name === name)?.type.title ?? String(name);
}
