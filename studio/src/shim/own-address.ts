/**
 * Sanity's client makes a project's address of the API's: `http://localhost:3333` becomes
 * `http://bodytext.localhost:3333`. That name exists on Sanity's servers; on a newsroom's own machine it needs a
 * wildcard in the name service, and it would be another origin. It all leads back to the page's own.
 */

/** Hosts of Sanity's that a project has a name at, used where Sanity's own tools ignore the configured address. */
const apiHosts = ['api.sanity.io', 'apicdn.sanity.io', 'api.sanity.work', 'apicdn.sanity.work'];

export type Here = {
  /** The page's own origin. */
  origin: string;
  projectId: string;
};

/**
 * The address on the page's own origin that stands for `address`, with WebSocket schemes kept.
 * `undefined` when `address` is none of the project's.
 */
export function ownAddress(address: string, { origin, projectId }: Here): string | undefined {
  const url = URL.parse(address, origin);
  if (url === null || !/^(?:https?|wss?):$/.test(url.protocol)) return undefined;
  const own = new URL(origin);
  const hosts = [own.host, ...apiHosts].flatMap((host) => [`${projectId}.${host}`, `l0.${projectId}.${host}`]);
  if (url.host !== own.host && !hosts.includes(url.host.replace(/^l\d+\./, 'l0.'))) return undefined;
  const isSocket = url.protocol.startsWith('ws');
  const scheme = isSocket ? own.protocol.replace('http', 'ws') : own.protocol;
  return `${scheme}//${own.host}${url.pathname}${url.search}`;
}
