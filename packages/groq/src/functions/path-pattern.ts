import { Path } from '../parse/groq.ts';

/**
 * The value of `path("drafts.**")`. groq-js matches it by a regular expression that backtracks for seconds on patterns
 * with several `**`. This uses dynamic programming, in time by the product of segments and parts.
 */
export class PathPattern extends Path {
  readonly #pattern: string;
  readonly #segments: string[];

  constructor(pattern: string) {
    super('');
    this.#pattern = pattern;
    this.#segments = pattern.split('.');
  }

  override matches(id: string): boolean {
    const parts = id.split('.');
    // reachable[i]: the segments so far can match the first i parts.
    let reachable = [true, ...parts.map(() => false)];
    for (const segment of this.#segments) {
      reachable =
        segment === '**'
          ? fromFirst(reachable)
          : reachable.map((_, i) => i > 0 && reachable[i - 1] === true && isPart(segment, parts[i - 1] ?? ''));
    }
    return reachable.at(-1) === true;
  }

  toJSON(): string {
    return this.#pattern;
  }
}

/** `**` matches one part or more. As in groq-js, parts may be empty. */
function fromFirst(reachable: boolean[]): boolean[] {
  const first = reachable.indexOf(true);
  return reachable.map((_, i) => first !== -1 && i > first);
}

function isPart(segment: string, part: string): boolean {
  return segment === '*' ? part !== '' : segment === part;
}
