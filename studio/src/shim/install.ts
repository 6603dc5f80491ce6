import { EventSource as EventSourceOverFetch } from 'eventsource';
import type { Connection } from '../connection.ts';
import { eventStreamsPath } from '../event-stream-messages.ts';
import { createEventStreams } from './event-streams.ts';
import { localAnswer } from './local-answer.ts';
import { type Here, ownAddress } from './own-address.ts';
import { createOwnFetch } from './own-fetch.ts';

/**
 * Makes the unmodified Studio work with an embedded lake behind the page's own origin. Must run before any module of
 * Sanity's is evaluated: some keep the `fetch` they find. With a hosted lake there is nothing to do.
 */
export function installShim({ lake, projectId }: Connection): void {
  if (lake === 'hosted') return;
  const here: Here = { origin: location.origin, projectId };
  const own = (address: string | URL) => ownAddress(String(address), here) ?? address;
  const OriginalWebSocket = window.WebSocket;

  const streamsAddress = new URL(eventStreamsPath, location.origin.replace(/^http/, 'ws'));
  const streamOf = createEventStreams(() => new OriginalWebSocket(streamsAddress));
  window.fetch = createOwnFetch(here, window.fetch.bind(window), streamOf);
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
  shimRequests(own);
  shimBeacons(own);
}

/** Uploads use XMLHttpRequest, for their progress. */
function shimRequests(own: (address: string | URL) => string | URL): void {
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

function shimBeacons(own: (address: string | URL) => string | URL): void {
  const sendBeacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = (address, data) =>
    localAnswer(new URL(address, location.href)) !== undefined || sendBeacon(own(address), data);
}
