import { readConnection } from './connection.ts';
import { installShim } from './shim/install.ts';

const connection = readConnection(document);
installShim(connection);
// Only now, and not as a static import, which would be evaluated before this module's first line.
const { openStudio } = await import('./studio.tsx');
openStudio(connection);
