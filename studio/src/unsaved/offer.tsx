import { Box, Button, Card, Flex, Heading, Stack, Text } from '@sanity/ui';
import type { ReactElement } from 'react';
import type { ObjectSchemaType } from 'sanity';
import { timeOf } from '../outage/sentences.ts';
import { type Change, type Fate, hasPlace } from './changes.ts';
import type { Content, UnsavedWords } from './unsaved-words.ts';
import { textOf } from './words-of.ts';

type Props = {
  offer: { words: UnsavedWords; fate: Fate };
  /** The document as the lake has it. */
  current: Content | null;
  fields: ObjectSchemaType['fields'];
  onForget(): void;
  /** Undefined where nothing may be written. */
  onPutBack: ((changes: readonly Change[]) => void) | undefined;
};

/** What somebody typed that is not in the document, place by place, to be copied or put in. */
export function Offer({ offer: { words, fate }, current, fields, onForget, onPutBack }: Props): ReactElement {
  const changes = [...fate.missing, ...fate.overtaken];
  return (
    <Card as="section" aria-label="Not stored" border radius={3} padding={4} marginBottom={5} tone="caution">
      <Stack gap={4}>
        <Heading as="h2" size={1}>
          What you typed at {timeOf(new Date(words.at))} is not in this document
        </Heading>
        <Text size={1}>
          {fate.overtaken.length > 0
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
              {onPutBack && hasPlace(current, change) && (
                <Button
                  mode="ghost"
                  text={fate.missing.includes(change) ? 'Put it back' : 'Put it in place of what is there'}
                  onClick={() => onPutBack([change])}
                />
              )}
            </Flex>
          </Stack>
        ))}
        <Flex>
          <Button mode="bleed" tone="critical" text="Throw it away" onClick={onForget} />
        </Flex>
      </Stack>
    </Card>
  );
}

function titleOf({ path: [name] }: Change, fields: Props['fields']): string {
  return fields.find((field) => field.name === name)?.type.title ?? String(name);
}
