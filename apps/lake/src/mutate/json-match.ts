import { limits } from './limits.ts';

/**
 * JSONMatch, the language of the paths in patches.
 * @see https://www.sanity.io/docs/content-lake/json-match
 */

/** One step of a path: a field's name, or several ways to go on. */
export type Step = { field: string } | { anyOf: Choice[] } | { deep: Path };
export type Path = Step[];

export type Choice = Path | { index: number } | Slice | 'all' | Constraint;
export type Slice = { start: number | undefined; end: number | undefined };
/** A condition on an item: `of` is the path to a field, empty for the item itself; the operator `?` tests existence. */
export type Constraint = { of: string[]; operator: string; value: string | number | boolean | undefined };

const maxCharacters = limits.pathCharacters.value;
const maxSteps = limits.pathSteps.value;
const token =
  /\s*(?:(?<symbol>\.\.|>=|<=|==|!=|[<>.,:?[\]@$*])|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|'(?<name>(?:\\.|[^'\\])*)'|"(?<text>(?:\\.|[^"\\])*)")/y;
const comparisons = new Set(['>=', '<=', '==', '!=', '<', '>']);

type Token = { kind: 'symbol' | 'number' | 'word' | 'name' | 'text'; value: string };

export class PathError extends Error {}

export function parsePath(text: string): Path {
  if (text.length > maxCharacters) throw new PathError(`A path may have at most ${maxCharacters} characters.`);
  const reader = createTokenReader(text);
  const path = parseSteps(reader);
  if (path.length === 0 || !reader.isAtEnd()) throw reader.invalidPath();
  return path;
}

type TokenReader = ReturnType<typeof createTokenReader>;

function createTokenReader(text: string) {
  const tokens = tokensOf(text);
  let at = 0;
  return {
    isAtEnd: () => at >= tokens.length,
    invalidPath: () => new PathError(`“${text}” is no path that can be understood.`),
    /** The next token's value, if it is of this kind. */
    take(kind: Token['kind'], value?: string): string | undefined {
      const next = tokens[at];
      if (next?.kind !== kind || (value !== undefined && next.value !== value)) return undefined;
      at += 1;
      return next.value;
    },
    /** Backtracks if `read` returns undefined. */
    tryParse<Found>(read: () => Found | undefined): Found | undefined {
      const before = at;
      const found = read();
      if (found === undefined) at = before;
      return found;
    },
  };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const { groups } = token.exec(text) ?? {};
    if (!groups) throw new PathError(`“${text}” is no path that can be understood.`);
    const { symbol, number, word, name, text: quoted } = groups;
    if (symbol !== undefined) tokens.push({ kind: 'symbol', value: symbol });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (name !== undefined) tokens.push({ kind: 'name', value: unescaped(name) });
    else if (quoted !== undefined) tokens.push({ kind: 'text', value: unescaped(quoted) });
  }
  return tokens;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

function parseSteps(reader: TokenReader): Path {
  const path: Path = [];
  let step = parseField(reader) ?? parseBrackets(reader) ?? parseDeep(reader);
  while (step) {
    path.push(step);
    if (path.length > maxSteps) throw new PathError(`A path may have at most ${maxSteps} steps.`);
    // “..” takes the rest of the path.
    if ('deep' in step) break;
    step = reader.take('symbol', '.')
      ? required(parseField(reader), reader)
      : (parseBrackets(reader) ?? parseDeep(reader));
  }
  return path;
}

function required<Found>(found: Found | undefined, reader: TokenReader): Found {
  if (found === undefined) throw reader.invalidPath();
  return found;
}

function parseField(reader: TokenReader): Step | undefined {
  const field = reader.take('word') ?? reader.take('name');
  return field === undefined ? undefined : { field };
}

function parseDeep(reader: TokenReader): Step | undefined {
  if (!reader.take('symbol', '..')) return undefined;
  const deep = parseSteps(reader);
  if (deep.length === 0) throw reader.invalidPath();
  return { deep };
}

function parseBrackets(reader: TokenReader): Step | undefined {
  if (!reader.take('symbol', '[')) return undefined;
  if (reader.take('symbol', ']')) return { anyOf: ['all'] };
  const anyOf: Choice[] = [];
  do anyOf.push(parseChoice(reader));
  while (reader.take('symbol', ','));
  if (!reader.take('symbol', ']')) throw reader.invalidPath();
  return { anyOf };
}

function parseChoice(reader: TokenReader): Choice {
  if (reader.take('symbol', '*')) return 'all';
  return (
    reader.tryParse(() => parseConstraint(reader)) ??
    reader.tryParse(() => parseIndexOrSlice(reader)) ??
    required(nonEmpty(parseSteps(reader)), reader)
  );
}

function nonEmpty(path: Path): Path | undefined {
  return path.length === 0 ? undefined : path;
}

function parseIndexOrSlice(reader: TokenReader): Choice | undefined {
  const start = parseWholeNumber(reader);
  if (!reader.take('symbol', ':')) return start === undefined ? undefined : { index: start };
  return { start, end: parseWholeNumber(reader) };
}

function parseWholeNumber(reader: TokenReader): number | undefined {
  const text = reader.take('number');
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw reader.invalidPath();
  return value;
}

function parseConstraint(reader: TokenReader): Constraint | undefined {
  const of = parseLeft(reader);
  if (!of) return undefined;
  if (reader.take('symbol', '?')) return { of, operator: '?', value: undefined };
  const operator = reader.take('symbol');
  if (operator === undefined || !comparisons.has(operator)) return undefined;
  return { of, operator, value: required(parseLiteral(reader), reader) };
}

function parseLeft(reader: TokenReader): string[] | undefined {
  if (reader.take('symbol', '@') ?? reader.take('symbol', '$')) return [];
  const names: string[] = [];
  do {
    const name = reader.take('word') ?? reader.take('name');
    if (name === undefined) return undefined;
    names.push(name);
  } while (reader.take('symbol', '.'));
  return names;
}

function parseLiteral(reader: TokenReader): string | number | boolean | undefined {
  const number = reader.take('number');
  if (number !== undefined) return Number(number);
  const word = reader.take('word', 'true') ?? reader.take('word', 'false');
  return word === undefined ? reader.take('text') : word === 'true';
}
