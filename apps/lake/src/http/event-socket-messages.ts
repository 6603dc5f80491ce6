import { z } from 'zod';
import { httpLimits } from './limits.ts';

/** What a browser's tab and the lake say to each other over the one WebSocket that carries the tab's event streams. */

const id = z.int().nonnegative();

/** From the browser: begin a stream under this id, or end it. */
const request = z.union([
  z.strictObject({
    open: id,
    path: z.string().max(httpLimits.address.value),
    headers: z.record(z.string(), z.string()),
  }),
  z.strictObject({ close: id }),
]);
export type StreamRequest = z.output<typeof request>;

/** From the lake. A stream has one `head`, then text, then an `end`; one that broke has `broke` instead. */
export type StreamReply =
  | { head: number; status: number; contentType: string }
  | { text: string; of: number }
  | { end: number }
  | { broke: number };

/** Undefined for what is none. */
export function parseMessage(text: string): StreamRequest | undefined {
  try {
    return request.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
