import type { Random } from '../random.ts';

const tokens = /[\p{L}\p{N}_$]+|\s+|[^\p{L}\p{N}\s]/gu;
const symbols = [
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

/** A text with one to three random tokens deleted, duplicated, replaced, inserted or truncated. */
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
    () => parts.splice(at, 0, random.oneOf(symbols)),
    () => parts.splice(at, 1, random.oneOf(symbols)),
    () => parts.splice(at),
    () => parts.splice(at, 0, ...parts.slice(at, at + 20)),
    () => parts.splice(at, 1, part.slice(0, random.below(part.length + 1))),
  ])();
}
