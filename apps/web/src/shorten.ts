/** The beginning of a text, cut after a whole word, on one line. */
export function shorten(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end < 1 ? longest - 1 : end).replace(/[\s,;:.–-]+$/, '')}…`;
}
