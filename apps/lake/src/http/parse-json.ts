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
 * Parses what somebody sent. JSON can be nested so deep that it can be read, slowly, but neither walked through nor
 * written again: whatever did so would overflow its stack. And four letters can be two values. So how deep it is and
 * how much is in it is looked at before anything is parsed.
 */
export function parseJson(text: string, what = 'The request’s body'): unknown {
  checkShape(text, what);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(`${what} is not valid JSON.`);
  }
}

function checkShape(text: string, what: string): void {
  // Shorter than its brackets would be.
  if (text.length <= deepest) return;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfText(text, at);
    else if (code === comma) values += 1;
    else if (opening.has(code)) {
      depth += 1;
      values += 1;
    } else if (closing.has(code)) depth -= 1;
    if (depth > deepest) throw badRequest(`${what} is nested more than ${deepest} deep.`);
    if (values > mostValues) throw badRequest(`${what} holds more than ${mostValues} values.`);
  }
}

/** Where the text that begins here ends; brackets in it mean nothing. */
function endOfText(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
}
