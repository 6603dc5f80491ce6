import { Path } from '../parse/groq.ts';

/**
 * The value of `path("drafts.**")`. groq-js tests it by a regular expression that backtracks for seconds on
 * patterns with several `**`; this one fills a table of segments, which takes at most their product.
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
    // reachable[i]: the pattern up to the segment looked at can match the first i parts.
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

/** `**` stands for one part or more; groq-js lets it stand for an empty part too, but not for no part. */
function fromFirst(reachable: boolean[]): boolean[] {
  const first = reachable.indexOf(true);
  return reachable.map((_, i) => first !== -1 && i > first);
}

function isPart(segment: string, part: string): boolean {
  return segment === '*' ? part !== '' : segment === part;
}
