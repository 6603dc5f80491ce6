/**
 * One problem with a document, said to an editor.
 *
 * @see https://www.sanity.io/docs/studio/validation — the Studio shows `message` at `path`.
 */
export type Issue = {
  /** Where: a path as Sanity writes it, array items by their `_key`. */
  path: IssuePath;
  /** What, for programs: the field and the kind of problem, such as `title.missing`. */
  code: string;
  /** What to do, in a sentence for an editor. */
  message: string;
  /** Whether publishing is refused (`blocks`), or the editor is only told (`advises`). */
  severity: 'blocks' | 'advises';
};

export type IssuePath = (string | number | { _key: string })[];

/** Whether anything in the list stands in the way of publishing. */
export function blocksPublishing(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'blocks');
}

/** A path in the notation of GROQ and of Sanity's patches: `references[_key=="r1"].title`. */
export function pathToString(path: IssuePath): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`;
    if (typeof segment === 'object') return `${text}[_key=="${segment._key}"]`;
    return text === '' ? segment : `${text}.${segment}`;
  }, '');
}
