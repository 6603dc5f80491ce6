import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { ViewPage } from '../components/view-page.tsx';
import { propsAt, spasmPath } from '../view/view.fixture.ts';
import { arabic } from './arabic.fixture.ts';
import { hardcodedText } from './hardcoded-text.fixture.ts';
import { catalogues } from './words.ts';

const source = join(import.meta.dirname, '..');
const files = globSync('{components,pages}/**/*.tsx', { cwd: source, exclude: ['**/*.test.tsx'] });

describe('all text of the interface is in the catalogue', () => {
  test.each(files)('%s has no hard-coded text', (file) => {
    expect(hardcodedText(readFileSync(join(source, file), 'utf8'))).toEqual([]);
  });

  test.each([
    ['<p>Read on</p>', 'Read on'],
    ['<a aria-label="Read on" href="/people">{title}</a>', 'Read on'],
    ['<img alt={`Picture of` + name} src="x" />', 'Picture of'],
    ["<p>{isLate && 'late'}</p>", 'late'],
    ["<Box title={isLate ? 'Late' : words.home} />", 'Late'],
    ['<meta name="description" content="About pain" />', 'About pain'],
  ])('hard-coded text in %s is found', (markup, found) => {
    expect(hardcodedText(`export const Any = () => ${markup};`)).toEqual([found]);
  });

  test.each([
    '<a className="button" href="/a-to-z" rel="me" aria-current={isHere ? "page" : undefined}>{words.home} / ↑ 1</a>',
    "<p className={isLate ? 'late' : 'early'}>{name !== 'ordeal' && words.home}</p>",
  ])('%s has no hard-coded text', (markup) => {
    expect(hardcodedText(`export const Any = () => ${markup};`)).toEqual([]);
  });
});

describe('in another language', () => {
  afterEach(() => {
    catalogues.delete('ar');
  });

  test('a page has the texts of its site’s language', async () => {
    catalogues.set('ar', { words: arabic, region: 'ar-EG' });
    const props = await propsAt(spasmPath);
    if (props.view.kind !== 'article') throw new Error('There is no article.');
    props.view.site.settings.language = 'ar';
    render(<ViewPage {...props} />);
    expect(screen.getByRole('link', { name: 'انتقل إلى المحتوى' })).toBeInTheDocument();
    expect(screen.getByText(/^آخر مراجعة في/)).toHaveTextContent(/[٠-٩]{4}$/);
    expect(screen.getByText(/^بقلم/)).toBeInTheDocument();
    expect(screen.getAllByText('يلزم إجراء فوري:').length).toBeGreaterThan(0);
    expect(screen.queryByText(/^Last reviewed|^By /)).toBeNull();
  });
});
