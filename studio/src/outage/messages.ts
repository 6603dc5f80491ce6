import type { Outage } from './connection-monitor.ts';

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A time in the browser's locale and time zone, such as “22:21”; with its date if that is not today. */
export function formatTime(date: Date, now = new Date()): string {
  return (date.toDateString() === now.toDateString() ? time : dateAndTime).format(date);
}

/**
 * Why forms are read-only.
 *
 * @param isPersisted whether IndexedDB has the unsaved edits
 */
export function outageMessage({ since, cause }: Outage, isPersisted: boolean): string {
  const consequence = isPersisted
    ? 'What you typed is kept here, and is stored as soon as that is over. Until then you can read and copy, but not write.'
    : 'This browser keeps nothing: what you typed is in this window only. Leave it open until that is over.';
  const what = cause === 'no connection' ? 'No connection' : 'The newsroom’s server can’t store anything';
  return `${what} since ${formatTime(since)}. ${consequence}`;
}

/** Why an action is disabled. */
export function disabledReason({ since, cause }: Outage): string {
  return cause === 'no connection'
    ? `There has been no connection since ${formatTime(since)}. Do this once it is back.`
    : `The newsroom’s server has stored nothing since ${formatTime(since)}. Do this once it does again.`;
}
