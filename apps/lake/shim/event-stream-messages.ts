import { z } from 'zod/mini';
import { shimLimits } from './limits.ts';

/**
 * What a browser's tab and the lake say to each other over the one WebSocket that carries the tab's event streams.
 * With `zod/mini`, of which a bundler takes only what is used: the shim is loaded before anything else of the page.
 */

/** Where the WebSocket is opened, on the Studio's and on the lake's origin. */
export const eventStreamsPath = '/event-streams';

const id = z.int().check(z.nonnegative());

/** From the browser: begin a stream under this id, or end it. */
const request = z.union([
  z.strictObject({
    open: id,
    path: z.string().check(z.maxLength(shimLimits.address.value)),
    headers: z.record(z.string(), z.string()),
  }),
  z.strictObject({ close: id }),
]);
export type StreamRequest = z.infer<typeof request>;

/** From the lake. A stream has one `head`, then text, then an `end`; one that broke has `broke` instead. */
export const reply = z.union([
  z.strictObject({ head: id, status: z.int().check(z.minimum(200), z.maximum(599)), contentType: z.string() }),
  z.strictObject({ text: z.string(), of: id }),
  z.strictObject({ end: id }),
  z.strictObject({ broke: id }),
]);
export type StreamReply = z.infer<typeof reply>;
