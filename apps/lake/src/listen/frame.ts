import type { JsonOnce } from './json-once.ts';
import type { ListenEvent } from './listener.ts';

const encoder = new TextEncoder();

/** An event as it goes over the wire. Made once and given to everybody who gets the same. */
export type Frame = Uint8Array<ArrayBuffer>;

export function frameOf(...events: ListenEvent[]): Frame {
  return frameOfAll(events, JSON.stringify);
}

/** Several events as one frame; `json` writes what is in them. */
export function frameOfAll(events: ListenEvent[], json: JsonOnce): Frame {
  return encoder.encode(events.map((event) => format(event, json)).join(''));
}

/** The first that a reader gets: when to come again if the connection breaks. */
export const opening: Frame = encoder.encode('retry: 1000\n:\n\n');

/** What keeps a connection open through proxies; readers don't see it. */
export const heartbeat: Frame = encoder.encode(':\n\n');

function format({ type, id, data }: ListenEvent, json: JsonOnce): string {
  const fields = Object.entries(data).flatMap(([name, value]) => {
    const written = json(value);
    return written === undefined ? [] : [`${JSON.stringify(name)}:${written}`];
  });
  return `event: ${type}\n${id === undefined ? '' : `id: ${oneLine(id)}\n`}data: {${fields.join(',')}}\n\n`;
}

/** A line break in an id, which a client may have chosen, would begin another field. */
function oneLine(id: string): string {
  return id.replaceAll(/[\r\n\0]/g, '');
}
