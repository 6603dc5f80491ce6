import type { Page } from 'playwright-core';

/** The console errors and requests to other hosts of a page. */
export type Sightings = { errors: string[]; otherHosts: string[] };

/**
 * Records every console error and every request to a host that is not on the allowlist.
 *
 * @param hosts the allowlist, such as `localhost:3333`
 */
export function watchPage(page: Page, hosts: readonly string[]): Sightings {
  const sightings: Sightings = { errors: [], otherHosts: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') sightings.errors.push(message.text());
  });
  page.on('pageerror', (error) => sightings.errors.push(error.message));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isLocal = url.protocol === 'data:' || url.protocol === 'blob:' || hosts.includes(url.host);
    if (!isLocal) sightings.otherHosts.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (!hosts.includes(new URL(socket.url()).host)) sightings.otherHosts.push(socket.url());
  });
  return sightings;
}
