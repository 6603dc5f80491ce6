import type { Dice } from './dice.ts';
import { anyQuery } from './groq-grammar.ts';
import { mutatedText } from './mutated-text.ts';

/** GROQ, every other time with a mistake in it. */
export function nearlyGroq(dice: Dice): string {
  const text = anyQuery(dice);
  return dice.is(0.5) ? text : mutatedText(text, dice);
}
