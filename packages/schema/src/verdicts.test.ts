import { describe, expect, it } from '@jest/globals';
import { checkPublishable } from './check.ts';
import { publishable } from './document-types.ts';
import { pathToString } from './issue.ts';
import type { ExpectedIssue } from './verdict.ts';
import { verdicts } from './verdicts.ts';

describe('checkPublishable finds the issues of the hand-written verdicts', () => {
  it.each(verdicts)('for $name', ({ document, issues }) => {
    const found = checkPublishable(document).map(({ path, code, severity }) => ({
      path: pathToString(path),
      code,
      severity,
    }));
    expect(inOrder(found)).toEqual(inOrder(issues));
  });
});

it('tells an editor what to do in whole sentences', () => {
  for (const { message } of verdicts.flatMap(({ document }) => checkPublishable(document))) {
    expect(message).toMatch(/^[A-Z“].*[.:?]$/);
  }
});

it('has a valid and a broken document of every type', () => {
  const types = (broken: boolean) =>
    new Set(verdicts.filter(({ issues }) => issues.length > 0 === broken).map(({ document }) => typeOf(document)));
  expect([...types(false)]).toEqual(expect.arrayContaining(Object.keys(publishable)));
  expect([...types(true)]).toEqual(expect.arrayContaining(Object.keys(publishable)));
});

it('gives every verdict a unique name', () => {
  expect(new Set(verdicts.map(({ name }) => name)).size).toBe(verdicts.length);
});

function inOrder(issues: ExpectedIssue[]): ExpectedIssue[] {
  return issues.toSorted((a, b) => `${a.path} ${a.code}`.localeCompare(`${b.path} ${b.code}`));
}

function typeOf(document: unknown): unknown {
  return typeof document === 'object' && document !== null && '_type' in document ? document._type : undefined;
}
