import { EventSource as EventSourceOverFetch } from 'eventsource';
import { eventStreamsPath } from './event-stream-messages.ts';
import { createEventStreams } from './event-streams.ts';
import { localResponse } from './local-response.ts';
import { rewriteUrl } from './rewrite-url.ts';
import { createLakeFetch } from './rewrite-fetch.ts';
import { shimMedia } from './rewrite-media.ts';

/*
 * Makes an unmodified Studio work on the lake that serves its page. The lake puts it first into the page, as a classic
 * script: it has run before any module of Sanity's is evaluated, some of which keep the `fetch` they find.
 */

const { origin } = location;
const own = (address: string | URL) => rewriteUrl(String(address), origin)?.address ?? address;
const OriginalWebSocket = window.WebSocket;

const streamsAddress = new URL(eventStreamsPath, origin.replace(/^http/, 'ws'));
const streamOf = createEventStreams(() => new OriginalWebSocket(streamsAddress));
window.fetch = createLakeFetch(origin, window.fetch.bind(window), streamOf);
window.EventSource = class extends EventSourceOverFetch {
  constructor(address: string | URL, init?: EventSourceInit) {
    super(address, { ...init, fetch: (url, request) => window.fetch(url, request) });
  }
};
window.WebSocket = class extends OriginalWebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    super(own(address), protocols);
  }

  /**
   * As the standard says, what is sent on a socket that closes goes nowhere; Chrome calls it an error in the console
   * as well. Sanity's presence does it whenever a page is left: on `beforeunload` it closes its socket, and then says
   * goodbye on it.
   */
  override send(data: string | Blob | BufferSource): void {
    if (this.readyState <= this.OPEN) super.send(data);
  }
};
shimRequests();
shimBeacons();
shimMedia(origin);

/** Uploads use XMLHttpRequest, for their progress. */
function shimRequests(): void {
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (
    this: XMLHttpRequest,
    method: string,
    address: string | URL,
    async: boolean = true,
    user?: string | null,
    password?: string | null,
  ) {
    return open.call(this, method, own(address), async, user, password);
  };
}

function shimBeacons(): void {
  const sendBeacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, data) =>
    localResponse(new URL(address, location.href)) !== undefined || sendBeacon(own(address), data);
}
