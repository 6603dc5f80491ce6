import { EventSource as EventSourceOverFetch } from 'eventsource';
import { eventStreamsPath } from './event-stream-messages.ts';
import { createEventStreams } from './event-streams.ts';
import { localResponse } from './local-response.ts';
import { createLakeFetch } from './rewrite-fetch.ts';
import { shimMedia } from './rewrite-media.ts';
import { rewriteUrl } from './rewrite-url.ts';

/*
 * Makes an unmodified Studio work on the lake that serves its page. The lake inserts it as the first script, a classic
 * one, so that it runs before Sanity's modules, some of which store a reference to `fetch` when they are evaluated.
 */

const { origin } = location;
const rewritten = (address: string | URL) => rewriteUrl(String(address), origin)?.address ?? address;
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
    super(rewritten(address), protocols);
  }

  /**
   * By the standard, `send` on a closing socket is ignored, but Chrome logs an error too. Sanity's presence does this on
   * every `beforeunload`: it closes its socket, and then sends a message on it.
   */
  override send(data: string | Blob | BufferSource): void {
    if (this.readyState <= this.OPEN) super.send(data);
  }
};
shimRequests();
shimBeacons();
shimMedia(origin);

/** Uploads use XMLHttpRequest, which reports progress. */
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
    return open.call(this, method, rewritten(address), async, user, password);
  };
}

function shimBeacons(): void {
  const sendBeacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, data) =>
    localResponse(new URL(address, location.href)) !== undefined || sendBeacon(rewritten(address), data);
}
