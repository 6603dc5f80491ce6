import { sectionNames } from '@bodytext/schema/section';
import type { ArticleText, Paragraph } from './article-text.ts';
import { findBreadcrumb } from './breadcrumb.ts';
import { findSections, sectionMissing } from './find-sections.ts';
import { looksLikeHeading, paragraphsOf } from './paragraphs.ts';
import { ImportProblem } from './problem.ts';

/**
 * Parses a plain-text article. Throws an `ImportProblem` that names the first missing part.
 *
 * @param text with `\n` as line ends, from `readText`
 */
export function parseArticle(text: string): ArticleText {
  const lines = text.split('\n').map((line) => line.trim());
  const [headline, afterHeadline] = takeFirstLine(lines);
  if (headline === undefined) {
    throw new ImportProblem(
      'headlineMissing',
      'No headline was found: the file is empty. Its first line is the headline.',
    );
  }
  const [title, rest] = takeFirstLine(afterHeadline);
  if (title === undefined) {
    throw new ImportProblem(
      'titleMissing',
      'No title was found: the second line names the condition, such as “Sciatica”.',
    );
  }
  const { body, ...ending } = takeEnding(rest, title);
  const paragraphs = paragraphsOf(body);
  const { headings, doubts } = findSections(paragraphs, title);
  const starts = Object.values(headings).toSorted((a, b) => a - b);
  const lead = paragraphs.slice(0, starts[0]);
  if (lead.length === 0) {
    throw new ImportProblem(
      'leadMissing',
      'No lead was found: it is the text between the title and the first section.',
    );
  }
  const sectionAt = (start: number) => ({
    heading: paragraphs[start]?.text ?? '',
    body: paragraphs.slice(
      start + 1,
      starts.find((other) => other > start),
    ),
  });
  const sections = {
    what: sectionAt(headings.what),
    causes: sectionAt(headings.causes),
    ordeal: sectionAt(headings.ordeal),
  };
  for (const name of sectionNames) if (!hasText(sections[name].body)) throw sectionMissing(name);
  return { headline, title, lead, sections, ...ending, doubts: [...doubts, ...ending.doubts] };
}

function takeFirstLine(lines: readonly string[]): [string | undefined, string[]] {
  const index = lines.findIndex((line) => line !== '');
  return index === -1 ? [undefined, []] : [lines[index], lines.slice(index + 1)];
}

function hasText(body: readonly Paragraph[]): boolean {
  return body.some(({ text }) => text !== '');
}

type Ending = { body: string[]; breadcrumb: string[]; callToAction: string | undefined; doubts: string[] };

/** A longer last line is the last paragraph, unless a breadcrumb precedes it. */
const longestCallToAction = 100;

/** Parses the optional breadcrumb and the optional call to action, the last line. */
function takeEnding(lines: readonly string[], title: string): Ending {
  const breadcrumb = findBreadcrumb(lines, title);
  const last = lines.findLastIndex((line) => line !== '');
  if (breadcrumb?.index === last) {
    return { body: lines.slice(0, last), breadcrumb: breadcrumb.labels, callToAction: undefined, doubts: [] };
  }
  if (breadcrumb !== undefined) {
    const body = lines.filter((_, index) => index !== breadcrumb.index && index < last);
    return { body, breadcrumb: breadcrumb.labels, callToAction: lines[last], doubts: [] };
  }
  const callToAction = lines[last];
  if (callToAction === undefined || !couldBeCallToAction(callToAction, lines.slice(0, last))) {
    return { body: [...lines], breadcrumb: [], callToAction: undefined, doubts: [] };
  }
  const doubt = `“${callToAction}” was taken for the call to action, because it is the last line. Check that it is.`;
  return { body: lines.slice(0, last), breadcrumb: [], callToAction, doubts: [doubt] };
}

/** Without a breadcrumb before it, the call to action must be short and separated by an empty line. */
function couldBeCallToAction(line: string, before: readonly string[]): boolean {
  const standsAlone = before.at(-1) === '' || !before.includes('');
  const followsText = !looksLikeHeading(before.findLast((other) => other !== '') ?? '');
  return line.length <= longestCallToAction && standsAlone && followsText;
}
