/** The last word of a lake command's output, which is its result: a token or a link. */
export function lastWord(output: string): string {
  return output.trim().split(/\s+/).at(-1) ?? '';
}
