/**
 * Sanity's client puts the project's id before the API host: `https://api.sanity.io` becomes
 * `https://<project>.api.sanity.io`, and an `apiHost` of `http://localhost:3333` becomes `http://<project>.localhost:3333`.
 * The first is Sanity's server; the second needs a wildcard DNS name, and is another origin. On a page that the lake
 * serves, all of them are rewritten to the page's own origin.
 */

/** Hosts of Sanity's API. Each project has a subdomain. */
const apiHosts = ['api.sanity.io', 'apicdn.sanity.io', 'api.sanity.work', 'apicdn.sanity.work'];
/** Sanity's libraries load images and files from here, whatever `apiHost` is configured. */
const assetHosts = ['cdn.sanity.io', 'cdn.sanity.work'];
const assetPath = /^\/(?:images|files)\/[^/]+\/[^/]+\//;
/** `<project>.`, or `l0.<project>.` for event streams. */
const beforeHost = /^(?:l\d+\.)?(?<project>[a-z0-9][a-z0-9-]*)\.$/;

/** The URL on the page's own origin, and the project id from the original host. */
export type Rewritten = { address: string; project: string | undefined };

/**
 * Rewrites a URL of the API to the page's own origin; WebSocket URLs keep their scheme.
 * `undefined` for URLs that are neither the API's nor on this page's origin.
 */
export function rewriteUrl(address: string, origin: string): Rewritten | undefined {
  const url = URL.parse(address, origin);
  if (url === null || !/^(?:https?|wss?):$/.test(url.protocol)) return undefined;
  const own = new URL(origin);
  const project = projectIn(url.host, [own.host, ...apiHosts]);
  const isOwn = url.host === own.host || project !== undefined || apiHosts.includes(url.host);
  const isAsset = assetHosts.includes(url.host) && assetPath.test(url.pathname);
  if (!isOwn && !isAsset) return undefined;
  const isSocket = url.protocol.startsWith('ws');
  const scheme = isSocket ? own.protocol.replace('http', 'ws') : own.protocol;
  return { address: `${scheme}//${own.host}${url.pathname}${url.search}`, project };
}

function projectIn(host: string, hosts: string[]): string | undefined {
  for (const apiHost of hosts) {
    if (!host.endsWith(`.${apiHost}`)) continue;
    const project = beforeHost.exec(host.slice(0, -apiHost.length))?.groups?.project;
    if (project !== undefined) return project;
  }
  return undefined;
}
