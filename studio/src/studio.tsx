import { renderStudio } from 'sanity';
import type { Connection } from './connection.ts';
import { studioConfig } from './studio-config.ts';

/** Draws the Studio into the page. */
export function openStudio(connection: Connection): void {
  renderStudio(document.getElementById('sanity'), studioConfig(connection), { basePath: '/' });
}
