/** @jest-environment node */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';

const folder = import.meta.dirname;
const sheets = globSync('*.css', { cwd: folder });

/** Declarations that know left and right, which change places where people read from right to left. */
function declarationsWithSides(css: string): string[] {
  const declarations = css.replace(/\/\*[\s\S]*?\*\//g, '').match(/[a-z-]+\s*:[^;{}]+(?=[;}])/g) ?? [];
  return declarations.filter((declaration) => {
    const [property = '', value = ''] = declaration.split(/:(.*)/s);
    const name = property.trim();
    if (/(?:^|-)(?:left|right)(?:-|$)/.test(name) || /\b(?:left|right)\b/.test(value)) return true;
    // Four values: the second is the right, the fourth the left.
    const [, right, , left] = /^(?:margin|padding|inset|border-(?:width|style|color|radius))$/.test(name)
      ? value.trim().split(/\s+(?![^(]*\))/)
      : [];
    return left !== undefined && left !== right;
  });
}

describe('styles know no left and right, so that they serve every direction of writing', () => {
  test.each(sheets)('%s', (sheet) => {
    expect(declarationsWithSides(readFileSync(join(folder, sheet), 'utf8'))).toEqual([]);
  });

  test.each([
    'a { margin-left: 1em }',
    'a { left: 0; }',
    'a { text-align: right }',
    'a { float: left }',
    'a { border-top-right-radius: 2px }',
    'a { border-width: 1px 1px 1px 4px }',
  ])('%s would be found', (css) => {
    expect(declarationsWithSides(css)).toHaveLength(1);
  });

  test('sides by the direction of reading are well', () => {
    const css = 'a { margin-inline-start: 1em; padding: 0 1rem; border-block: 1px solid; inset: calc(50% - 1rem); }';
    expect(declarationsWithSides(css)).toEqual([]);
  });
});

test('all styles together are at most 9 KB over the wire', () => {
  const css = sheets.map((sheet) => readFileSync(join(folder, sheet), 'utf8')).join('');
  expect(gzipSync(css).byteLength).toBeLessThan(9 * 1024);
});
