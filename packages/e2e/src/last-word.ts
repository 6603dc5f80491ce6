/** The lake's commands print what is meant to be used, a token or a link, as their last word. */
export function lastWord(output: string): string {
  return output.trim().split(/\s+/).at(-1) ?? '';
}
