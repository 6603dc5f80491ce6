import { badRequest } from '../errors.ts';
import { httpLimits } from './limits.ts';

const deepest = httpLimits.jsonDepth.value;
const mostValues = httpLimits.jsonValues.value;
const comma = 0x2c;
const quote = 0x22;
const backslash = 0x5c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/**
 * Parses JSON from a client. Deeply nested JSON can be parsed, slowly, but recursive code that walks or serializes it
 * overflows the stack; and a few bytes can hold many values. So depth and number of values are checked before parsing.
 */
export function parseJson(text: string, what = 'The request’s body'): unknown {
  checkShape(text, what);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`${what} is not valid JSON.`);
  }
}

/** Undefined where it is no JSON. Without the checks above, for messages that are short. */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkShape(text: string, what: string): void {
  // Too short to be nested that deep.
  if (text.length <= deepest) return;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === comma) values += 1;
    else if (opening.has(code)) {
      depth += 1;
      values += 1;
    } else if (closing.has(code)) depth -= 1;
    if (depth > deepest) throw badRequest(`${what} is nested more than ${deepest} deep.`);
    if (values > mostValues) throw badRequest(`${what} holds more than ${mostValues} values.`);
  }
}

/** The end of the string that begins here; brackets in it do not nest. */
function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
}
