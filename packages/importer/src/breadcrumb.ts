const arrows = /\s*(?:[>›»→⟩]|&gt;|->)\s*/;
const slashes = /\s*\/\s*/;
const longestLabel = 80;
const longestLine = 400;

export type Breadcrumb = {
  /** The index of its line. */
  index: number;
  /** From the top; the article's own comes last. */
  labels: string[];
};

/**
 * Finds a line such as `Back Pain > Lower Back Pain > Lower Back Spasm`, usually the last but one. A line that ends
 * with the title is preferred. Slashes are common in other lines, so a breadcrumb with slashes must be the last but
 * one.
 */
export function findBreadcrumb(lines: readonly string[], title: string): Breadcrumb | undefined {
  const last = lines.findLastIndex((line) => line !== '');
  const lastButOne = lines.findLastIndex((line, index) => line !== '' && index < last);
  const found = lines.flatMap((line, index) => breadcrumbAt(index, line));
  return (
    found.findLast(({ labels }) => sameLabel(labels.at(-1), title)) ??
    found.findLast(({ index, hasArrows }) => index === lastButOne || (hasArrows && index < last)) ??
    found.findLast(({ hasArrows }) => hasArrows)
  );
}

function breadcrumbAt(index: number, line: string): (Breadcrumb & { hasArrows: boolean })[] {
  if (line.length > longestLine) return [];
  const withArrows = labelsBetween(arrows, line);
  if (withArrows !== undefined) return [{ index, labels: withArrows, hasArrows: true }];
  const withSlashes = labelsBetween(slashes, line);
  return withSlashes === undefined ? [] : [{ index, labels: withSlashes, hasArrows: false }];
}

function labelsBetween(separator: RegExp, line: string): string[] | undefined {
  const labels = line.split(separator).map((label) => label.trim());
  const [first, ...others] = labels;
  // “Home” is not a topic.
  const own = first !== undefined && /^(?:home|start|)$/i.test(first) ? others : labels;
  return labels.length > 1 && own.length > 0 && own.every(isLabel) ? own : undefined;
}

/** Rejects sentences and URLs, which may contain the separators too. */
function isLabel(label: string): boolean {
  return label.length <= longestLabel && /[\p{Letter}\p{Number}]/u.test(label) && !/[.:;!?]$|^https?:/.test(label);
}

function sameLabel(label: string | undefined, title: string): boolean {
  return label?.toLowerCase() === title.toLowerCase();
}
