import { readConnection } from './connection.ts';
import { withoutDraftsPerspective } from './outage/address.ts';
import { loadAll } from './outage/load-all.ts';
import { watchLake } from './outage/watch-lake.ts';
import { openUnsaved } from './unsaved/unsaved.ts';

history.replaceState(history.state, '', withoutDraftsPerspective(location.href));
const connection = readConnection(document);
const unsaved = openUnsaved(connection);
const watch = watchLake(connection, unsaved);
// Loaded afterwards: some modules of Sanity's keep the `fetch` that they find.
const { openStudio } = await import('./studio.tsx');
openStudio(connection, { unsaved, watch });
await loadAll(document, watch.connected);
