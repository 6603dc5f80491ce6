import type { Random } from '../random.ts';
import { anyQuery } from './groq-grammar.ts';
import { mutatedText } from './mutated-text.ts';

/** GROQ, half of the time with random mistakes. */
export function nearlyGroq(random: Random): string {
  const text = anyQuery(random);
  return random.chance(0.5) ? text : mutatedText(text, random);
}
