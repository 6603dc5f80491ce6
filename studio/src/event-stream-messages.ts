import { z } from 'zod';

/**
 * What browser and server say to each other over the one WebSocket that carries a tab's event streams.
 * A browser opens at most six HTTP/1.1 connections to a host, for all tabs together, and an open document holds that
 * many streams: without this, the second tab would wait for ever.
 */

/** The path of the WebSocket on the Studio's server. */
export const eventStreamsPath = '/event-streams';

const id = z.int().nonnegative();

/** From the browser. */
export const request = z.union([
  z.strictObject({ open: id, path: z.string().max(32_768), headers: z.record(z.string(), z.string()) }),
  z.strictObject({ close: id }),
]);
export type StreamRequest = z.infer<typeof request>;

/** From the server. A stream has one `head`, then text, then an `end`; one that broke has `broke` instead. */
export const reply = z.union([
  z.strictObject({ head: id, status: z.int().min(200).max(599), contentType: z.string() }),
  z.strictObject({ text: z.string(), of: id }),
  z.strictObject({ end: id }),
  z.strictObject({ broke: id }),
]);
export type StreamReply = z.infer<typeof reply>;
