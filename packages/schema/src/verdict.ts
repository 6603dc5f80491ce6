import type { Issue } from './issue.ts';

/** A test case: a document and the issues that are expected for it, written by hand. */
export type Verdict = {
  name: string;
  document: unknown;
  /** In any order. `path` as `pathToString` writes it. */
  issues: ExpectedIssue[];
};

export type ExpectedIssue = { path: string; code: string; severity: Issue['severity'] };

export function blocks(path: string, code: string): ExpectedIssue {
  return { path, code, severity: 'blocks' };
}

export function advises(path: string, code: string): ExpectedIssue {
  return { path, code, severity: 'advises' };
}
