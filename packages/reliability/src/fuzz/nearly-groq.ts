import type { Random } from '../random.ts';
import { anyQuery } from './groq-grammar.ts';
import { mutatedText } from './mutated-text.ts';

/** GROQ, every other time with a mistake in it. */
export function nearlyGroq(random: Random): string {
  const text = anyQuery(random);
  return random.chance(0.5) ? text : mutatedText(text, random);
}
