import type { Random } from '../random.ts';

const tokens = /[\p{L}\p{N}_$]+|\s+|[^\p{L}\p{N}\s]/gu;
const strange = [
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '"',
  "'",
  '->',
  '..',
  '...',
  '|',
  '*',
  '^',
  '@',
  '$',
  '\\',
  '//',
  '\u0000',
  '::',
  '=>',
  '!',
  ',',
  '\ud800',
];

/** A text as a tired writer or a broken program would send it: something in it cut, doubled, swapped or put in. */
export function mutatedText(text: string, random: Random): string {
  const parts = text.match(tokens) ?? [''];
  const changes = 1 + random.below(3);
  for (let change = 0; change < changes; change += 1) changeOne(parts, random);
  return parts.join('');
}

function changeOne(parts: string[], random: Random): void {
  const at = random.below(parts.length);
  const other = random.below(parts.length);
  const part = parts[at] ?? '';
  random.oneOf([
    () => parts.splice(at, 1),
    () => parts.splice(at, 0, part),
    () => parts.splice(at, 1, parts[other] ?? ''),
    () => parts.splice(at, 0, random.oneOf(strange)),
    () => parts.splice(at, 1, random.oneOf(strange)),
    () => parts.splice(at),
    () => parts.splice(at, 0, ...parts.slice(at, at + 20)),
    () => parts.splice(at, 1, part.slice(0, random.below(part.length + 1))),
  ])();
}
