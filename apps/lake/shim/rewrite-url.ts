/**
 * Sanity's client makes a project's address of the API's: `https://api.sanity.io` becomes
 * `https://<project>.api.sanity.io`, and an `apiHost` of `http://localhost:3333` becomes `http://<project>.localhost:3333`.
 * The first is on Sanity's servers; the second needs a wildcard in the name service, and would be another origin. On a
 * page that the lake serves, all of them mean the lake, at the page's own origin.
 */

/** Hosts of Sanity's API. A project has a name below each. */
const apiHosts = ['api.sanity.io', 'apicdn.sanity.io', 'api.sanity.work', 'apicdn.sanity.work'];
/** Where Sanity's own tools look for images and files, whatever API host is configured. */
const assetHosts = ['cdn.sanity.io', 'cdn.sanity.work'];
const assetPath = /^\/(?:images|files)\/[^/]+\/[^/]+\//;
/** `<project>.`, or `l0.<project>.` as event streams may have it. */
const beforeHost = /^(?:l\d+\.)?(?<project>[a-z0-9][a-z0-9-]*)\.$/;

/** The same resource on the page's own origin, and the project that its host name names. */
export type Own = { address: string; project: string | undefined };

/**
 * The address on the page's own origin that stands for `address`, with WebSocket schemes kept.
 * `undefined` when `address` is neither the lake's nor this page's.
 */
export function rewriteUrl(address: string, origin: string): Own | undefined {
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
  for (const known of hosts) {
    if (!host.endsWith(`.${known}`)) continue;
    const project = beforeHost.exec(host.slice(0, -known.length))?.groups?.project;
    if (project !== undefined) return project;
  }
  return undefined;
}
