import type { Page } from 'playwright-core';

/** What a page did that nobody asked it to do. */
export type Sightings = { errors: string[]; otherHosts: string[] };

/**
 * Notes every console error and every request to a host other than those named.
 *
 * @param hosts such as `localhost:3333`
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
