/**
 * A problem with a document, for an editor.
 *
 * @see https://www.sanity.io/docs/studio/validation — the Studio shows `message` at `path`.
 */
export type Issue = {
  /** A Sanity path, with array items by `_key`. */
  path: IssuePath;
  /** For programs: the field and the kind of problem, such as `title.missing`. */
  code: string;
  /** For an editor: one sentence that says what to do. */
  message: string;
  /** `blocks` refuses publication; `advises` only shows the message. */
  severity: 'blocks' | 'advises';
};

export type IssuePath = (string | number | { _key: string })[];

/** Whether any issue blocks publication. */
export function blocksPublishing(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'blocks');
}

/** A path in the notation of Sanity's patches: `references[_key=="r1"].title`. */
export function pathToString(path: IssuePath): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    if (typeof segment === 'object') return `${text}[_key=="${segment._key}"]`;
    return text === '' ? segment : `${text}.${segment}`;
  }, '');
}
