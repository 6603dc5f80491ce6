import type { DocumentActionComponent } from 'sanity';
import type { ConnectionWatch } from './connection-watch.ts';
import { refusal } from './sentences.ts';
import { useOutage } from './use-outage.ts';

/** The same action, which can't be taken while there is no connection and says why. */
export function needingConnection(
  watch: ConnectionWatch,
): (action: DocumentActionComponent) => DocumentActionComponent {
  return (action) => {
    const Connected: DocumentActionComponent = (props) => {
      const description = action(props);
      const outage = useOutage(watch);
      if (description === null || !outage) return description;
      return { ...description, disabled: true, title: refusal(outage) };
    };
    Connected.action = action.action;
    if (action.displayName !== undefined) Connected.displayName = action.displayName;
    return Connected;
  };
}
