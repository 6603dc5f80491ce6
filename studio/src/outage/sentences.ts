import type { Outage } from './connection-watch.ts';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** A time of day as the editor's own clock and language have it, such as “22:21”. */
export const timeOfDay = (date: Date): string => time.format(date);

/** Why nothing can be typed. */
export function explanation({ since }: Outage, isKept: boolean): string {
  const kept = isKept
    ? 'What you typed is kept here, and is stored as soon as the connection is back. Until then you can read and copy, but not write.'
    : 'This browser keeps nothing: what you typed is in this window only. Leave it open until the connection is back.';
  return `No connection since ${timeOfDay(since)}. ${kept}`;
}

/** Why something can't be done. */
export function refusal({ since }: Outage): string {
  return `There has been no connection since ${timeOfDay(since)}. Do this once it is back.`;
}
