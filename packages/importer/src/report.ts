import { isPublishedId, publishedId } from '@bodytext/schema/document';
import { type Issue, pathToString } from '@bodytext/schema/issue';
import type { SanityClient } from '@sanity/client';
import { type CheckedDocument, checkImport } from './check-import.ts';
import type { ImportedArticle } from './import-article.ts';
import type { ImportProblem } from './problem.ts';

/** The result for one file: printed as JSON with `--json`, else by `reportToText`. */
export type FileReport =
  | {
      file: string;
      outcome: ImportedArticle['outcome'];
      article: DocumentReport;
      /** The topics and the call to action that were created as drafts. */
      made: DocumentReport[];
      doubts: string[];
    }
  | { file: string; outcome: 'failed'; error: { code: ImportProblem['code']; message: string } };

type DocumentReport = {
  id: string;
  type: string;
  name: string;
  /** The document's URL in the Studio. */
  studio: string;
  /** Issues that block publication. */
  missing: IssueReport[];
  /** Issues that do not. */
  advice: IssueReport[];
};

type IssueReport = { path: string; code: string; message: string };

export async function reportImport(
  client: SanityClient,
  file: string,
  imported: ImportedArticle,
  studioUrl: string,
): Promise<FileReport> {
  const { article, made } = await checkImport(client, imported);
  return {
    file,
    outcome: imported.outcome,
    article: reportDocument(article, studioUrl),
    made: made.map((document) => reportDocument(document, studioUrl)),
    doubts: imported.doubts,
  };
}

export function reportProblem(file: string, { code, message }: ImportProblem): FileReport {
  return { file, outcome: 'failed', error: { code, message } };
}

function reportDocument({ id, type, name, issues }: CheckedDocument, studioUrl: string): DocumentReport {
  const ofSeverity = (severity: Issue['severity']) =>
    issues
      .filter((issue) => issue.severity === severity)
      .map(({ path, code, message }) => ({ path: pathToString(path), code, message }));
  return {
    id,
    type,
    name,
    studio: `${studioUrl}/intent/edit/id=${publishedId(id)};type=${type}/`,
    missing: ofSeverity('blocks'),
    advice: ofSeverity('advises'),
  };
}

const outcomes = {
  created: 'A draft was made',
  updated: 'The draft was brought up to date',
  unchanged: 'Unchanged: the newsroom has this text already',
};

/** Formats a file's report for the terminal. */
export function reportToText(report: FileReport): string {
  if (report.outcome === 'failed') return `${report.file}\n  Not imported. ${report.error.message}`;
  const { file, outcome, article, made, doubts } = report;
  return [
    file,
    `  ${outcomes[outcome]}: “${article.name}”`,
    `  ${isPublishedId(article.id) ? 'Published as' : 'Draft'} ${article.id}`,
    `  ${article.studio}`,
    ...list('Made beside it, as drafts, to be published first:', made.map(madeToText)),
    ...list('Please check:', doubts),
    ...list('Missing before it can be published:', article.missing.map(issueToText)),
    ...list('Would make it better:', article.advice.map(issueToText)),
  ].join('\n');
}

const typeNames: Record<string, string> = { topic: 'Topic', callToAction: 'Call to action' };

function madeToText({ type, name, studio, missing }: DocumentReport): string {
  const own = missing.filter(({ code }) => code !== 'reference.unpublished').map(({ message }) => ` ${message}`);
  return `${typeNames[type] ?? type} “${name}”: ${studio}${own.join('')}`;
}

function issueToText({ path, message }: IssueReport): string {
  return path === '' ? message : `${path}: ${message}`;
}

function list(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${heading}`, ...items.map((item) => `    - ${item}`)];
}
