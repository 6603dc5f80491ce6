import type { Outage } from './connection-watch.ts';

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A time as the editor's own clock and language have it, such as “22:21”; with its date if that is not today. */
export function timeOf(date: Date, now = new Date()): string {
  return (date.toDateString() === now.toDateString() ? time : dateAndTime).format(date);
}

/** Why nothing can be typed. */
export function explanation({ since, cause }: Outage, isKept: boolean): string {
  const kept = isKept
    ? 'What you typed is kept here, and is stored as soon as that is over. Until then you can read and copy, but not write.'
    : 'This browser keeps nothing: what you typed is in this window only. Leave it open until that is over.';
  const what = cause === 'no connection' ? 'No connection' : 'The newsroom’s server can’t store anything';
  return `${what} since ${timeOf(since)}. ${kept}`;
}

/** Why something can't be done. */
export function refusal({ since, cause }: Outage): string {
  return cause === 'no connection'
    ? `There has been no connection since ${timeOf(since)}. Do this once it is back.`
    : `The newsroom’s server has stored nothing since ${timeOf(since)}. Do this once it does again.`;
}
