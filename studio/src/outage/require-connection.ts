import type { DocumentActionComponent } from 'sanity';
import type { ConnectionMonitor } from './connection-monitor.ts';
import { disabledReason } from './messages.ts';
import { useOutage } from './use-outage.ts';

/** Wraps a document action: it is disabled during an outage, with the reason as its title. */
export function requireConnection(
  monitor: ConnectionMonitor,
): (action: DocumentActionComponent) => DocumentActionComponent {
  return (action) => {
    const ConnectedAction: DocumentActionComponent = (props) => {
      const description = action(props);
      const outage = useOutage(monitor);
      if (description === null || !outage) return description;
      return { ...description, disabled: true, title: disabledReason(outage) };
    };
    ConnectedAction.action = action.action;
    if (action.displayName !== undefined) ConnectedAction.displayName = action.displayName;
    return ConnectedAction;
  };
}
