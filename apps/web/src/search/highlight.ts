// Control characters, which no text contains, so that they can't be confused with an editor's words.
export const highlightStart = '\u0002';
export const highlightEnd = '\u0003';
