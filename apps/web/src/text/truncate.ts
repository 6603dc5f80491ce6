/** Truncates a text after a whole word, and puts it on one line. */
export function truncate(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= maxLength) return line;
  const cut = line.slice(0, maxLength);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end < 1 ? maxLength - 1 : end).replace(/[\s,;:.–-]+$/, '')}…`;
}
