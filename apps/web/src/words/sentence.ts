import type { Part } from './formats.ts';

/** A sentence with a slot for a link or a date, which each language puts in its own place. */
export type Sentence = <Slot>(slot: Slot) => Part<Slot>[];

/** @param before including the space: `around('By ')` */
export function around(before: string, after = ''): Sentence {
  return (slot) => (after === '' ? [before, slot] : [before, slot, after]);
}
