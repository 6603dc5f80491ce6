import { Box, Card, Flex, Stack, Text } from '@sanity/ui';
import { type ReactElement, useEffect, useState, useSyncExternalStore } from 'react';
import { type LayoutProps, useClient, useCurrentUser } from 'sanity';
import { IntentLink } from 'sanity/router';
import { apiVersion } from '../api-version.ts';
import type { ConnectionWatch, Outage } from '../outage/connection-watch.ts';
import { explanation, timeOf } from '../outage/sentences.ts';
import { useOutage } from '../outage/use-outage.ts';
import { leftWords } from './left-words.ts';
import { unsavedLimits as limits } from './limits.ts';
import type { Unsaved } from './unsaved.ts';
import type { UnsavedWords } from './unsaved-words.ts';
import { useVisits } from './use-visits.ts';

/** The Studio, below what must be said of the connection and of words that are not stored. */
export function createUnsavedLayout(unsaved: Unsaved, watch: ConnectionWatch) {
  return function UnsavedLayout(props: LayoutProps): ReactElement {
    const outage = useOutage(watch);
    const left = useLeftWords(unsaved, outage);
    const isFailing = useSyncExternalStore(unsaved.store.subscribe, unsaved.store.isFailing);
    return (
      <Flex direction="column" height="fill">
        <div role="status" data-testid="unsaved-notice">
          {outage && (
            <Card padding={3} tone="caution" borderBottom>
              <Text size={1}>{explanation(outage, !isFailing)}</Text>
            </Card>
          )}
          {left.length > 0 && <LeftWords left={left} />}
        </div>
        <Box flex={1} style={{ minHeight: 0 }}>
          {props.renderDefault(props)}
        </Box>
      </Flex>
    );
  };
}

function LeftWords({ left }: { left: readonly UnsavedWords[] }): ReactElement {
  return (
    <Card padding={3} tone="caution" borderBottom>
      <Stack gap={3}>
        {left.map(({ id, at, documentId, type, release, typed }) => (
          <Text key={id} size={1}>
            What you typed in “{titleOf(typed)}” at {timeOf(new Date(at))} is not stored:{' '}
            <IntentLink
              intent="edit"
              params={{ id: documentId, type }}
              style={{ textDecoration: 'underline' }}
              searchParams={release === undefined ? [] : [['perspective', release]]}
            >
              open it
            </IntentLink>
          </Text>
        ))}
      </Stack>
    </Card>
  );
}

function titleOf({ title, name, headline }: UnsavedWords['typed']): string {
  const found = [title, name, headline].find((each) => typeof each === 'string' && each.trim() !== '');
  return typeof found === 'string' ? found : 'Untitled';
}

/** The words that no open form looks after and that are not in their documents. */
function useLeftWords(unsaved: Unsaved, outage: Outage | undefined): readonly UnsavedWords[] {
  const account = useCurrentUser()?.id;
  const client = useClient({ apiVersion });
  const all = useSyncExternalStore(unsaved.store.subscribe, unsaved.store.all);
  const visits = useVisits();
  const [left, setLeft] = useState<readonly UnsavedWords[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies(visits): another window may have left something.
  useEffect(() => {
    if (outage || account === undefined || all.length === 0) {
      setLeft([]);
      return;
    }
    let isOver = false;
    // Waits until a form that is being opened is in `openForms`: it shows its own unsaved words.
    const timer = setTimeout(async () => {
      const found = await leftWords(unsaved, account, (ids) => client.getDocuments(ids));
      if (!isOver) setLeft(found);
    }, limits.left.value);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [unsaved, account, client, all, outage, visits]);
  return left;
}
