import { readConnection } from './connection.ts';
import { withoutDraftsPerspective } from './outage/drafts-perspective.ts';
import { monitorLake } from './outage/monitor-lake.ts';
import { preloadModules } from './outage/preload-modules.ts';
import { openUnsavedEdits } from './unsaved/unsaved-edits.ts';

history.replaceState(history.state, '', withoutDraftsPerspective(location.href));
const connection = readConnection(document);
const unsaved = openUnsavedEdits(connection);
const monitor = monitorLake(connection, unsaved);
// Imported after `window.fetch` is replaced: some of Sanity's modules store a reference to `fetch`.
const { openStudio } = await import('./studio.tsx');
openStudio(connection, { unsaved, monitor });
await preloadModules(document, monitor.whenConnected);
