import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseMediaPath } from '../media/media-url.ts';
import type { Callers } from './callers.ts';
import type { MediaAnswer, MediaStore } from './media-store.ts';
import { refuse } from './refuse.ts';

const folder = '/media/';

export function isMedia(url: string): boolean {
  return url.startsWith(folder);
}

/** Images, from this site's own address: no reader ever asks another host. */
export class MediaSender {
  readonly #store: MediaStore;
  readonly #callers: Callers;

  /** @param callers who ask for images, apart from who asks for pages */
  constructor(store: MediaStore, callers: Callers) {
    this.#store = store;
    this.#callers = callers;
  }

  /** Sends an image that is kept and known to be shown, or says that none can be there; tells whether it did. */
  async sendReady({ url = '' }: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const variant = parseMediaPath(url.slice(folder.length));
    const image = variant && (await this.#store.ready(variant));
    if (variant !== undefined && image === undefined) return false;
    send(response, image);
    return true;
  }

  async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const variant = parseMediaPath((request.url ?? '').slice(folder.length));
    send(response, variant && (await this.#store.read(variant, this.#callers.of(request))));
  }
}

function send(response: ServerResponse, answer: MediaAnswer): void {
  if (answer === undefined) refuse(response, 404, 'There is no such image.');
  else if (answer === 'unavailable') refuse(response, 503, 'This image is not available right now.');
  else {
    response.writeHead(200, {
      'Content-Type': answer.type,
      'Content-Length': answer.bytes.byteLength,
      // The address names the bytes: another crop or another upload has another address.
      'Cache-Control': answer.isSubstitute ? 'no-store' : 'public, max-age=31536000, immutable',
    });
    response.end(answer.bytes);
  }
}
