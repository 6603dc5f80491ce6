import { parseSync } from '@swc/core';

type Node = Record<string, unknown> & { type: string };

/** Attributes and properties whose text reaches readers. */
const textAttributes = new Set(
  'aria-label aria-description aria-roledescription aria-valuetext alt title placeholder label heading here text'.split(
    ' ',
  ),
);

/** The text in a component’s source that is not from the catalogue: in its JSX, and in attributes that readers see. */
export function hardcodedText(source: string): string[] {
  return textIn(parseSync(source, { syntax: 'typescript', tsx: true }), false);
}

/** @param isRendered whether text at this place would reach readers */
function textIn(value: unknown, isRendered: boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textIn(item, isRendered));
  if (!isNode(value)) return isRecord(value) ? textIn(Object.values(value), isRendered) : [];
  switch (value.type) {
    case 'JSXText':
      return ifText(value.value);
    case 'StringLiteral':
      return isRendered ? ifText(value.value) : [];
    case 'TemplateElement':
      return isRendered ? ifText(value.cooked) : [];
    case 'JSXElement':
    case 'JSXFragment':
      return [...textIn(value.opening, false), ...textIn(value.children, true)];
    case 'JSXAttribute':
      return ofAttribute(value);
    case 'KeyValueProperty':
      return textIn(value.value, textAttributes.has(nameOf(value.key)));
    case 'ConditionalExpression':
      return [...textIn(value.test, false), ...textIn([value.consequent, value.alternate], isRendered)];
    case 'BinaryExpression':
      return textIn([value.left, value.right], isRendered && /^(?:&&|\|\||\?\?|\+)$/.test(String(value.operator)));
    case 'CallExpression':
      // Arguments are not rendered by themselves; what a callback returns is.
      return [
        ...textIn(value.callee, false),
        ...argumentsOf(value).flatMap((one) => textIn(one, isRendered && isFunction(one))),
      ];
    case 'MemberExpression':
      return textIn([value.object, value.property], false);
    default:
      return textIn(Object.values(value), isRendered);
  }
}

function ofAttribute({ name, value }: Node): string[] {
  // `<meta content>` also has codes: only text with spaces counts.
  if (nameOf(name) === 'content') return textIn(value, true).filter((text) => /\s/.test(text));
  return textIn(value, textAttributes.has(nameOf(name)));
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

function ifText(text: unknown): string[] {
  return typeof text === 'string' && /\p{L}/u.test(text) ? [text] : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value.type === 'string';
}
