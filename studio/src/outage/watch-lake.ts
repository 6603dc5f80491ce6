import type { Connection } from '../connection.ts';
import { type ConnectionWatch, createConnectionWatch } from './connection-watch.ts';
import { outageLimits as limits } from './limits.ts';
import { createPatientFetch } from './patient-fetch.ts';

/** What the unsaved words are told and asked. */
type Unsaved = { refused(documentIds: readonly string[]): void; agreeToSignOut(): boolean };

/**
 * Watches whether the lake answers, from before the Studio's own modules are evaluated: some of them keep the `fetch`
 * that they find.
 */
export function watchLake({ lake, projectId, dataset }: Connection, unsaved: Unsaved): ConnectionWatch {
  const { fetch: original } = window;
  const fetch: typeof window.fetch = (input, init) => original.call(window, input, init);
  const api = lake === 'embedded' ? location.origin : `https://${projectId}.api.sanity.io`;
  const watch = createConnectionWatch({
    ping: () => isAnswered(fetch, `${api}/v2025-02-19/data/ping/${dataset}`),
    holdInput: createInputHold(),
  });
  window.fetch = createPatientFetch({
    fetch,
    origin: location.origin,
    watch,
    onRefused: unsaved.refused,
    agreeToSignOut: unsaved.agreeToSignOut,
  });
  addEventListener('offline', () => watch.lose());
  addEventListener('online', watch.lookNow);
  if (!navigator.onLine) watch.lose();
  return watch;
}

async function isAnswered(fetch: typeof window.fetch, address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(limits.probe.value);
    const { status } = await fetch(address, { cache: 'no-store', signal });
    return status < 500;
  } catch {
    return false;
  }
}

/** Input is held by making the page inert, which takes the focus away; it is given back where it was. */
function createInputHold(): (isHeld: boolean) => void {
  let focused: Element | null = null;
  return (isHeld) => {
    if (isHeld) focused = document.activeElement;
    document.body.inert = isHeld;
    const isFree = document.activeElement === document.body;
    if (!isHeld && isFree && focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };
}
