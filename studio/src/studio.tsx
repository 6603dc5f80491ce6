import { renderStudio } from 'sanity';
import type { Connection } from './connection.ts';
import { type Desk, studioConfig } from './studio-config.ts';

/** Draws the Studio into the page. */
export function openStudio(connection: Connection, desk: Desk): void {
  renderStudio(document.getElementById('sanity'), studioConfig(connection, desk), { basePath: '/' });
}
