/** The position of an event: its transaction, and its index among that transaction's events. */
export type Position = { seq: number; index: number };

export type Page<Event> = { events: Event[]; nextCursor: string };

type PageRequest = { limit: number; cursor: string | undefined };

/**
 * Cursor pagination, newest first. The cursor is the position of the last event returned: new events between two
 * requests do not shift the pages, as an offset would.
 */
export function pageOf<Event extends { position: Position }>(
  newestFirst: Event[],
  { limit, cursor }: PageRequest,
): Page<Omit<Event, 'position'>> {
  const rest = cursor ? newestFirst.filter(({ position }) => isOlder(position, cursor)) : newestFirst;
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    events: page.map(({ position, ...event }) => event),
    nextCursor: last && rest.length > page.length ? cursorOf(last.position) : '',
  };
}

export const cursorPattern = /^\d{1,15}-\d{1,6}$/;

function cursorOf({ seq, index }: Position): string {
  return `${seq}-${index}`;
}

function isOlder({ seq, index }: Position, cursor: string): boolean {
  const [atSeq = 0, atIndex = 0] = cursor.split('-').map(Number);
  return seq < atSeq || (seq === atSeq && index < atIndex);
}
