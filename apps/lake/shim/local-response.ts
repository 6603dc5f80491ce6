import { rewriteUrl } from './rewrite-url.ts';

/**
 * Answers, without leaving the page, what the Studio asks of Sanity's servers on its own account: whether there is a
 * newer version, whether reports of errors and of use are welcome. No editor's browser tells a third party anything.
 *
 * `undefined` when the request is none of these.
 */
export function localResponse(address: URL): Response | undefined {
  if (/^\/v[^/]+\/agent\/[^/]+\/bundles\/mine\/listen$/.test(address.pathname)) return noBundles();
  if (address.pathname.includes('/intake/')) return intakeAnswer(address.pathname);
  if (!isSanityHost(address.hostname) || isLake(address)) return undefined;
  // Addresses encode the caret: `/v1/modules/sanity/latest/%5E6.16.0/t1790000000`.
  const asked = /^\/v1\/modules\/(?:[^/]+\/){2,4}?(?:\^|%5E)(?<version>[^/]+)/.exec(address.pathname);
  const version = asked?.groups?.version;
  // What runs is the newest there is, as far as this Studio is told: it is updated by its newsroom.
  if (version) return Response.json({ packageVersion: version, latest: version, deprecated: [] });
  return Response.json({ message: 'This Studio asks nothing of other servers.' }, { status: 404 });
}

/** What the API answers is the lake's. */
function isLake(address: URL): boolean {
  return !address.pathname.startsWith('/v1/modules/') && rewriteUrl(address.href, 'http://page.invalid') !== undefined;
}

function intakeAnswer(path: string): Response {
  if (path.endsWith('/telemetry-status')) return Response.json({ status: 'denied' });
  // Sentry's client turns itself off for a while at any other answer, and says so in the console.
  return new Response(null, { status: path.endsWith('/feedback') ? 404 : 200 });
}

/** The Studio's event source takes a stream that says nothing for 45 seconds for broken, and says so in the console. */
const heartbeatMs = 20_000;

/**
 * No agent works here. The Studio waits for this list before it knows whose drafts it shows. The stream stays open:
 * its event source would ask again and again for one that ends.
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
