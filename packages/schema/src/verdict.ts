import type { Issue } from './issue.ts';

/** A document with what a person, not the program, says about it. */
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
