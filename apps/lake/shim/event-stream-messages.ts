import { z } from 'zod/mini';
import { shimLimits } from './limits.ts';

/**
 * The messages of the WebSocket that multiplexes the event streams of a browser tab, for the shim and for the lake.
 * With `zod/mini`, which bundlers can tree-shake: the shim delays everything else on the page.
 */

/** The path of the WebSocket, on the Studio's and on the lake's origin. */
export const eventStreamsPath = '/event-streams';

const id = z.int().check(z.nonnegative());

/** From the browser: open a stream under this id, or close it. */
export const request = z.union([
  z.strictObject({
    open: id,
    path: z.string().check(z.maxLength(shimLimits.address.value)),
    headers: z.record(z.string(), z.string()),
  }),
  z.strictObject({ close: id }),
]);
export type StreamRequest = z.infer<typeof request>;

/** From the lake: for each stream a `head`, then any number of `text`, then `end`, or `broke` if it failed. */
export const reply = z.union([
  z.strictObject({ head: id, status: z.int().check(z.minimum(200), z.maximum(599)), contentType: z.string() }),
  z.strictObject({ text: z.string(), of: id }),
  z.strictObject({ end: id }),
  z.strictObject({ broke: id }),
]);
export type StreamReply = z.infer<typeof reply>;
