import { renderStudio } from 'sanity';
import type { Connection } from './connection.ts';
import { type StudioServices, studioConfig } from './studio-config.ts';

export function openStudio(connection: Connection, services: StudioServices): void {
  renderStudio(document.getElementById('sanity'), studioConfig(connection, services), { basePath: '/' });
}
