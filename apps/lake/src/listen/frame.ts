import type { ListenEvent } from './listen-events.ts';
import type { Stringify } from './stringify-cache.ts';

const encoder = new TextEncoder();

/** Server-sent events as bytes, encoded once for all listeners of a channel. */
export type Frame = Uint8Array<ArrayBuffer>;

export function frameOf(...events: ListenEvent[]): Frame {
  return frameOfAll(events, JSON.stringify);
}

export function frameOfAll(events: ListenEvent[], stringify: Stringify): Frame {
  return encoder.encode(events.map((event) => format(event, stringify)).join(''));
}

/** The first frame of a stream: after how many milliseconds to reconnect. */
export const opening: Frame = encoder.encode('retry: 1000\n:\n\n');

/** A comment that keeps the connection open through proxies; event sources ignore it. */
export const heartbeat: Frame = encoder.encode(':\n\n');

function format({ type, id, data }: ListenEvent, stringify: Stringify): string {
  const fields = Object.entries(data).flatMap(([name, value]) => {
    const json = stringify(value);
    return json === undefined ? [] : [`${JSON.stringify(name)}:${json}`];
  });
  return `event: ${type}\n${id === undefined ? '' : `id: ${oneLine(id)}\n`}data: {${fields.join(',')}}\n\n`;
}

/** A client may choose transaction ids, and a line break in one would begin another field of the event. */
function oneLine(id: string): string {
  return id.replaceAll(/[\r\n\0]/g, '');
}
