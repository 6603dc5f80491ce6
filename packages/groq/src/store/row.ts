import type { SQLOutputValue } from 'node:sqlite';

/** A row as node:sqlite returns it; the functions below check the types of columns. */
export type Row = Record<string, SQLOutputValue>;

/** A text column that can't be null. */
export function text(row: Row | undefined, column: string): string {
  const value = row?.[column];
  if (typeof value !== 'string') throw new Error(`The database's column “${column}” should hold text.`);
  return value;
}

/** A text column, or undefined where it is null or the row is missing. */
export function optionalText(row: Row | undefined, column: string): string | undefined {
  const value = row?.[column];
  return typeof value === 'string' ? value : undefined;
}

/** A number column that can't be null. */
export function integer(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw new Error(`The database's column “${column}” should hold a number.`);
  return value;
}
