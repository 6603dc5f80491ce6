import { useSyncExternalStore } from 'react';
import type { ConnectionMonitor, Outage } from './connection-monitor.ts';

/** The current outage, or undefined. */
export function useOutage({ subscribe, outage }: ConnectionMonitor): Outage | undefined {
  return useSyncExternalStore(subscribe, outage);
}
