import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Callers } from '../server/callers.ts';
import { refuse } from '../server/refuse.ts';
import type { MediaAnswer, MediaStore } from './media-store.ts';
import { parseMediaPath } from './media-url.ts';

const folder = '/media/';

export function isMedia(url: string): boolean {
  return url.startsWith(folder);
}

export type MediaSender = ReturnType<typeof createMediaSender>;

/** Serves images from this site's own address, so that no reader's browser connects to another host. */
export function createMediaSender(store: MediaStore, callers: Callers) {
  return {
    /** Answers from the cache, or with 404 where the address is none; false where the lake must be asked. */
    async sendCached({ url = '' }: IncomingMessage, response: ServerResponse): Promise<boolean> {
      const variant = parseMediaPath(url.slice(folder.length));
      const image = variant && (await store.getCached(variant));
      if (variant !== undefined && image === undefined) return false;
      send(response, image);
      return true;
    },

    async send(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const variant = parseMediaPath((request.url ?? '').slice(folder.length));
      send(response, variant && (await store.get(variant, callers.of(request))));
    },
  };
}

function send(response: ServerResponse, answer: MediaAnswer): void {
  if (answer === undefined) refuse(response, 404, 'There is no such image.');
  else if (answer === 'unavailable') refuse(response, 503, 'This image is not available right now.');
  else {
    response.writeHead(200, {
      'Content-Type': answer.type,
      'Content-Length': answer.bytes.byteLength,
      // Immutable, since another crop or another upload has another address.
      'Cache-Control': answer.isSubstitute ? 'no-store' : 'public, max-age=31536000, immutable',
    });
    response.end(answer.bytes);
  }
}
