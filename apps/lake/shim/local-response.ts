import { rewriteUrl } from './rewrite-url.ts';

/**
 * Answers the Studio's requests to Sanity's other services in the page: version checks, telemetry, error reports. So an
 * editor's browser sends nothing to a third party.
 *
 * `undefined` for any other request.
 */
export function localResponse(address: URL): Response | undefined {
  if (/^\/v[^/]+\/agent\/[^/]+\/bundles\/mine\/listen$/.test(address.pathname)) return noBundles();
  if (address.pathname.includes('/intake/')) return intakeAnswer(address.pathname);
  if (!isSanityHost(address.hostname) || isLake(address)) return undefined;
  // The caret may be percent-encoded: `/v1/modules/sanity/latest/%5E6.16.0/t1790000000`.
  const match = /^\/v1\/modules\/(?:[^/]+\/){2,4}?(?:\^|%5E)(?<version>[^/]+)/.exec(address.pathname);
  const version = match?.groups?.version;
  // The running version is reported as the latest: the newsroom updates its Studio itself.
  if (version) return Response.json({ packageVersion: version, latest: version, deprecated: [] });
  return Response.json({ message: 'This Studio asks nothing of other servers.' }, { status: 404 });
}

/** Whether the request is one for the lake's API. */
function isLake(address: URL): boolean {
  return !address.pathname.startsWith('/v1/modules/') && rewriteUrl(address.href, 'http://page.invalid') !== undefined;
}

function intakeAnswer(path: string): Response {
  if (path.endsWith('/telemetry-status')) return Response.json({ status: 'denied' });
  // At any other status, Sentry's client disables itself for a while and logs that in the console.
  return new Response(null, { status: path.endsWith('/feedback') ? 404 : 200 });
}

/** The Studio's event source treats a stream that is silent for 45 seconds as broken, and logs that in the console. */
const heartbeatMs = 20_000;

/**
 * The list of agents' bundles, which is empty; without it, the Studio shows no drafts. The stream stays open: the event
 * source would reconnect for ever after its end.
 */
function noBundles(): Response {
  const encoder = new TextEncoder();
  let beat: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode('event: bundles\ndata: {"bundles":[]}\n\n'));
      beat = setInterval(() => controller.enqueue(encoder.encode(':\n\n')), heartbeatMs);
    },
    cancel: () => clearInterval(beat),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

function isSanityHost(host: string): boolean {
  return ['sanity.io', 'sanity.work', 'sanity-cdn.com', 'sanity-cdn.work'].some(
    (domain) => host === domain || host.endsWith(`.${domain}`),
  );
}
