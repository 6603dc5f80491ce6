import type { Part } from './formats.ts';

/** A sentence around something that isn’t words, such as a link or a date. Each language puts it where it belongs. */
export type Sentence = <Slot>(slot: Slot) => Part<Slot>[];

/** @param before with its space: `around('By ')` */
export function around(before: string, after = ''): Sentence {
  return (slot) => (after === '' ? [before, slot] : [before, slot, after]);
}
