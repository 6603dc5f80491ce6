import { setImmediate as nextTurn } from 'node:timers/promises';

/** Characters that are parsed in some milliseconds. */
const largestAtOnce = 100_000;

let turn: Promise<unknown> = Promise.resolve();

/**
 * The text of a request's body. Large ones are given out one in each turn of the event loop: several that arrive
 * together would otherwise be parsed one after the other before anybody else is answered.
 */
export async function bodyInTurn(request: { text(): Promise<string> }): Promise<string> {
  const text = await request.text();
  if (text.length <= largestAtOnce) return text;
  turn = turn.then(() => nextTurn());
  await turn;
  return text;
}
