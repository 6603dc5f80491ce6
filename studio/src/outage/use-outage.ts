import { useSyncExternalStore } from 'react';
import type { ConnectionWatch, Outage } from './connection-watch.ts';

/** The outage there is, if there is one. */
export function useOutage({ subscribe, outage }: ConnectionWatch): Outage | undefined {
  return useSyncExternalStore(subscribe, outage);
}
