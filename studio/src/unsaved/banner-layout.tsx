import { Box, Card, Flex, Stack, Text } from '@sanity/ui';
import { type ReactElement, useEffect, useState, useSyncExternalStore } from 'react';
import { type LayoutProps, useClient, useCurrentUser } from 'sanity';
import { IntentLink } from 'sanity/router';
import { apiVersion } from '../api-version.ts';
import type { ConnectionMonitor, Outage } from '../outage/connection-monitor.ts';
import { formatTime, outageMessage } from '../outage/messages.ts';
import { useOutage } from '../outage/use-outage.ts';
import { findAbandonedEdits } from './abandoned-edits.ts';
import { unsavedLimits as limits } from './limits.ts';
import type { UnsavedEdit } from './unsaved-edit.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';
import { useTabActivations } from './use-tab-activations.ts';

/** The Studio's layout, below a banner about an outage and about abandoned edits. */
export function createBannerLayout(unsaved: UnsavedEdits, monitor: ConnectionMonitor) {
  return function BannerLayout(props: LayoutProps): ReactElement {
    const outage = useOutage(monitor);
    const abandoned = useAbandonedEdits(unsaved, outage);
    const isFailing = useSyncExternalStore(unsaved.store.subscribe, unsaved.store.isFailing);
    return (
      <Flex direction="column" height="fill">
        <div role="status" data-testid="unsaved-notice">
          {outage && (
            <Card padding={3} tone="caution" borderBottom>
              <Text size={1}>{outageMessage(outage, !isFailing)}</Text>
            </Card>
          )}
          {abandoned.length > 0 && <AbandonedEdits edits={abandoned} />}
        </div>
        <Box flex={1} style={{ minHeight: 0 }}>
          {props.renderDefault(props)}
        </Box>
      </Flex>
    );
  };
}

function AbandonedEdits({ edits }: { edits: readonly UnsavedEdit[] }): ReactElement {
  return (
    <Card padding={3} tone="caution" borderBottom>
      <Stack gap={3}>
        {edits.map(({ id, at, documentId, type, release, typed }) => (
          <Text key={id} size={1}>
            What you typed in “{titleOf(typed)}” at {formatTime(new Date(at))} is not stored:{' '}
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

function titleOf({ title, name, headline }: UnsavedEdit['typed']): string {
  const found = [title, name, headline].find((each) => typeof each === 'string' && each.trim() !== '');
  return typeof found === 'string' ? found : 'Untitled';
}

/** The unsaved edits that no open form shows. */
function useAbandonedEdits(unsaved: UnsavedEdits, outage: Outage | undefined): readonly UnsavedEdit[] {
  const account = useCurrentUser()?.id;
  const client = useClient({ apiVersion });
  const all = useSyncExternalStore(unsaved.store.subscribe, unsaved.store.all);
  const activations = useTabActivations();
  const [abandoned, setAbandoned] = useState<readonly UnsavedEdit[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies(activations): a tab that was closed may have left an edit.
  useEffect(() => {
    if (outage || account === undefined || all.length === 0) {
      setAbandoned([]);
      return;
    }
    let isCancelled = false;
    // Waits until a form that is mounting is in `openForms`: it shows its own unsaved edits.
    const timer = setTimeout(async () => {
      const found = await findAbandonedEdits(unsaved, account, (ids) => client.getDocuments(ids));
      if (!isCancelled) setAbandoned(found);
    }, limits.formMountDelay.value);
    return () => {
      isCancelled = true;
      clearTimeout(timer);
    };
  }, [unsaved, account, client, all, outage, activations]);
  return abandoned;
}
