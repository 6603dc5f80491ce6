import { parseSync } from '@swc/core';

type Node = Record<string, unknown> & { type: string };

/** Attributes and properties that readers see or hear. */
const spokenNames = new Set(
  'aria-label aria-description aria-roledescription aria-valuetext alt title placeholder label heading here text'.split(
    ' ',
  ),
);

/** The words in a component’s source that are not from the catalogue: in its markup, and where markup says something. */
export function ownWords(source: string): string[] {
  return wordsOf(parseSync(source, { syntax: 'typescript', tsx: true }), false);
}

/** @param isSpoken whether a text that stands here would reach readers */
function wordsOf(value: unknown, isSpoken: boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => wordsOf(item, isSpoken));
  if (!isNode(value)) return isRecord(value) ? wordsOf(Object.values(value), isSpoken) : [];
  switch (value.type) {
    case 'JSXText':
      return inLetters(value.value);
    case 'StringLiteral':
      return isSpoken ? inLetters(value.value) : [];
    case 'TemplateElement':
      return isSpoken ? inLetters(value.cooked) : [];
    case 'JSXElement':
    case 'JSXFragment':
      return [...wordsOf(value.opening, false), ...wordsOf(value.children, true)];
    case 'JSXAttribute':
      return ofAttribute(value);
    case 'KeyValueProperty':
      return wordsOf(value.value, spokenNames.has(nameOf(value.key)));
    case 'ConditionalExpression':
      return [...wordsOf(value.test, false), ...wordsOf([value.consequent, value.alternate], isSpoken)];
    case 'BinaryExpression':
      return wordsOf([value.left, value.right], isSpoken && /^(?:&&|\|\||\?\?|\+)$/.test(String(value.operator)));
    case 'CallExpression':
      // What a function is given is for it to say; what a callback gives back stands in the markup.
      return [
        ...wordsOf(value.callee, false),
        ...argumentsOf(value).flatMap((one) => wordsOf(one, isSpoken && isFunction(one))),
      ];
    case 'MemberExpression':
      return wordsOf([value.object, value.property], false);
    default:
      return wordsOf(Object.values(value), isSpoken);
  }
}

function ofAttribute({ name, value }: Node): string[] {
  // `<meta content>` holds codes too: sentences have spaces.
  if (nameOf(name) === 'content') return wordsOf(value, true).filter((text) => /\s/.test(text));
  return wordsOf(value, spokenNames.has(nameOf(name)));
}

function argumentsOf({ arguments: given }: Node): unknown[] {
  return Array.isArray(given) ? given.map((one) => (isRecord(one) ? one.expression : one)) : [];
}

function isFunction(value: unknown): boolean {
  return isNode(value) && value.type === 'ArrowFunctionExpression';
}

function nameOf(name: unknown): string {
  return isRecord(name) ? String(name.value) : '';
}

function inLetters(text: unknown): string[] {
  return typeof text === 'string' && /\p{L}/u.test(text) ? [text] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value.type === 'string';
}
