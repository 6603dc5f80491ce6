import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { screen, within } from '@testing-library/dom';

type Asked = { query: string | null; signal: AbortSignal; answer(html: string): void };

let asked: Asked[];

/** The search page, with the module running in it. */
async function openSearch(found = '<div id="found"></div>'): Promise<HTMLInputElement> {
  document.body.innerHTML = `<search class="search-form"><form action="/search"><label for="q">Search</label>
    <input id="q" name="q" type="search"></form></search>${found}`;
  await jest.isolateModulesAsync(async () => {
    await import('./instant-search.ts');
  });
  return screen.getByRole('searchbox');
}

async function type(field: HTMLInputElement, text: string): Promise<void> {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await jest.advanceTimersByTimeAsync(1000);
}

const page = (query: string) =>
  `<title>${query}</title><div id="found"><section class="search-results"><h2 id="results">1 article for “${query}”</h2>
    <h3><a href="/${query}">${query}</a></h3></section></div>`;

beforeEach(() => {
  jest.useFakeTimers();
  asked = [];
  globalThis.fetch = ((url: URL, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      const answer = (html: string) => resolve({ text: async () => html } as Response);
      asked.push({ query: url.searchParams.get('q'), signal, answer });
    })) as typeof fetch;
});
afterEach(() => {
  jest.useRealTimers();
  history.replaceState(null, '', '/');
});

test('what is found replaces what was there, and is told, titled and addressed', async () => {
  const field = await openSearch();
  await type(field, ' sciatica ');
  asked[0]?.answer(page('sciatica'));
  await jest.advanceTimersByTimeAsync(0);
  expect(screen.getByRole('link', { name: 'sciatica' })).toHaveAttribute('href', '/sciatica');
  expect(screen.getByRole('status')).toHaveTextContent('1 article for “sciatica”');
  expect([document.title, location.pathname + location.search]).toEqual(['sciatica', '/search?q=sciatica']);
});

test('nothing is asked between two keys, and an answer that comes late takes nothing from a newer one', async () => {
  const field = await openSearch();
  field.value = 's';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await type(field, 'sc');
  await type(field, 'sciatica');
  expect(asked.map(({ query, signal }) => [query, signal.aborted])).toEqual([
    ['sc', true],
    ['sciatica', false],
  ]);
  asked[1]?.answer(page('sciatica'));
  asked[0]?.answer(page('sc'));
  await jest.advanceTimersByTimeAsync(0);
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['sciatica']);
});

test('an answer that is no search page, such as an error’s, leaves everything as it is', async () => {
  const field = await openSearch('<div id="found">What was found before.</div>');
  await type(field, 'x');
  asked[0]?.answer('<h1>This page can’t be shown right now</h1>');
  await jest.advanceTimersByTimeAsync(0);
  expect(document.getElementById('found')).toHaveTextContent('What was found before.');
});

test('where results have no place, links are suggested below the field, and no script of an answer runs', async () => {
  const field = await openSearch('');
  await type(field, 'x');
  const hostile = '<script>globalThis.hasRun = true</script><img src="x" onerror="globalThis.hasRun = true">';
  asked[0]?.answer(page('x').replace('</div>', `${hostile}</div>`));
  await jest.advanceTimersByTimeAsync(0);
  const suggested = within(screen.getByRole('list')).getAllByRole('link');
  expect(suggested.map(({ textContent }) => textContent)).toEqual(['x']);
  expect(globalThis).not.toHaveProperty('hasRun');
  expect(location.pathname).toBe('/');
});

test('the topics of a page that found nothing are neither suggested nor told as what was found', async () => {
  const field = await openSearch('');
  await type(field, 'zzz');
  asked[0]?.answer(
    `<div id="found"><section class="search-results"><h2 id="results">Nothing was found for “zzz”</h2></section>
      <section><h2 id="topics">Browse by topic</h2><h3><a href="/back-pain">Back pain</a></h3></section></div>`,
  );
  await jest.advanceTimersByTimeAsync(0);
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.getByRole('status')).toHaveTextContent('Nothing was found for “zzz”');
});
