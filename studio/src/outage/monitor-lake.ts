import type { Connection } from '../connection.ts';
import { type ConnectionMonitor, createConnectionMonitor } from './connection-monitor.ts';
import { outageLimits as limits } from './limits.ts';
import { createRetryingFetch } from './retrying-fetch.ts';

type Unsaved = { reportRefusal(documentIds: readonly string[]): void; confirmSignOut(): boolean };

/**
 * Replaces `window.fetch` by one that retries edits, and monitors the connection. Call it before Sanity's modules are
 * evaluated: some of them store a reference to `fetch`.
 */
export function monitorLake({ lake, projectId, dataset }: Connection, unsaved: Unsaved): ConnectionMonitor {
  const { fetch: original } = window;
  const fetch: typeof window.fetch = (input, init) => original.call(window, input, init);
  const api = lake === 'embedded' ? location.origin : `https://${projectId}.api.sanity.io`;
  const monitor = createConnectionMonitor({
    ping: () => isAnswered(fetch, `${api}/v2025-02-19/data/ping/${dataset}`),
    setInert: createInertToggle(),
  });
  window.fetch = createRetryingFetch({
    fetch,
    origin: location.origin,
    monitor,
    onRefused: unsaved.reportRefusal,
    confirmSignOut: unsaved.confirmSignOut,
  });
  addEventListener('offline', () => monitor.beginOutage());
  addEventListener('online', monitor.retryNow);
  if (!navigator.onLine) monitor.beginOutage();
  return monitor;
}

async function isAnswered(fetch: typeof window.fetch, address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(limits.pingTimeout.value);
    const { status } = await fetch(address, { cache: 'no-store', signal });
    return status < 500;
  } catch {
    return false;
  }
}

/** `inert` on the body blurs the focused element, so the toggle focuses it again afterwards. */
function createInertToggle(): (isInert: boolean) => void {
  let focused: Element | null = null;
  return (isInert) => {
    if (isInert) focused = document.activeElement;
    document.body.inert = isInert;
    const isBlurred = document.activeElement === document.body;
    if (!isInert && isBlurred && focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };
}
