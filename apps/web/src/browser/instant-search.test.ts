import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { screen, within } from '@testing-library/dom';

type FakeRequest = { query: string | null; signal: AbortSignal; respond(html: string): void };

let requests: FakeRequest[];

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
  requests = [];
  globalThis.fetch = ((url: URL, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      const respond = (html: string) => resolve({ text: async () => html } as Response);
      requests.push({ query: url.searchParams.get('q'), signal, respond });
    })) as typeof fetch;
});
afterEach(() => {
  jest.useRealTimers();
  history.replaceState(null, '', '/');
});

test('results replace the earlier ones, are announced, and are in the title and the URL', async () => {
  const field = await openSearch();
  await type(field, ' sciatica ');
  requests[0]?.respond(page('sciatica'));
  await jest.advanceTimersByTimeAsync(0);
  expect(screen.getByRole('link', { name: 'sciatica' })).toHaveAttribute('href', '/sciatica');
  expect(screen.getByRole('status')).toHaveTextContent('1 article for “sciatica”');
  expect([document.title, location.pathname + location.search]).toEqual(['sciatica', '/search?q=sciatica']);
});

test('typing is debounced, and a late response does not replace a newer one', async () => {
  const field = await openSearch();
  field.value = 's';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await type(field, 'sc');
  await type(field, 'sciatica');
  expect(requests.map(({ query, signal }) => [query, signal.aborted])).toEqual([
    ['sc', true],
    ['sciatica', false],
  ]);
  requests[1]?.respond(page('sciatica'));
  requests[0]?.respond(page('sc'));
  await jest.advanceTimersByTimeAsync(0);
  expect(screen.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['sciatica']);
});

test('a response that is not a search page, such as an error, changes nothing', async () => {
  const field = await openSearch('<div id="found">What was found before.</div>');
  await type(field, 'x');
  requests[0]?.respond('<h1>This page can’t be shown right now</h1>');
  await jest.advanceTimersByTimeAsync(0);
  expect(document.getElementById('found')).toHaveTextContent('What was found before.');
});

test('on other pages, links are suggested below the field, and no script of the response runs', async () => {
  const field = await openSearch('');
  await type(field, 'x');
  const hostile = '<script>globalThis.hasRun = true</script><img src="x" onerror="globalThis.hasRun = true">';
  requests[0]?.respond(page('x').replace('</div>', `${hostile}</div>`));
  await jest.advanceTimersByTimeAsync(0);
  const suggested = within(screen.getByRole('list')).getAllByRole('link');
  expect(suggested.map(({ textContent }) => textContent)).toEqual(['x']);
  expect(globalThis).not.toHaveProperty('hasRun');
  expect(location.pathname).toBe('/');
});

test('when nothing is found, the topics on the search page are not suggested or announced as results', async () => {
  const field = await openSearch('');
  await type(field, 'zzz');
  requests[0]?.respond(
    `<div id="found"><section class="search-results"><h2 id="results">Nothing was found for “zzz”</h2></section>
      <section><h2 id="topics">Browse by topic</h2><h3><a href="/back-pain">Back pain</a></h3></section></div>`,
  );
  await jest.advanceTimersByTimeAsync(0);
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.getByRole('status')).toHaveTextContent('Nothing was found for “zzz”');
});
