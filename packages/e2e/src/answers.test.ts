import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import { gradeOf } from './observatory.ts';
import { openScene, type Scene } from './outage/scene.ts';
import { problemsIn } from './structured-data-rules.ts';
import { until } from './until.ts';

/*
 * Headers and body of every kind of response from a site with a public https address, as its reverse proxy gets them.
 */

const siteUrl = 'https://health.example';
const article = '/back-pain/lower-back-pain/sciatica';
const neverRead = '/headaches/frequent-headaches/tension-headache';

let scene: Scene;
let pages: string[];

beforeAll(async () => {
  scene = await openScene({ SITE_URL: siteUrl });
  const sitemap = await (await get('/sitemap.xml')).text();
  pages = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)]
    .map(([, url = '']) => new URL(url).pathname)
    .filter((path) => path !== neverRead);
}, 300_000);

afterAll(async () => {
  await scene?.close();
});

/** Each request on its own connection: the site closes a keep-alive connection that idles between two tests. */
const get = (
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
) => fetch(scene.siteUrl + path, { redirect: 'manual', ...init, headers: { ...headers, connection: 'close' } });

async function firstIn(path: string, pattern: RegExp): Promise<string> {
  const html = await (await get(path)).text();
  return pattern.exec(html)?.[1] ?? '';
}

/** Each kind of response, with its status. */
const kinds: Record<string, [number, () => Promise<Response>]> = {
  'a page’s first visit': [200, () => get('/back-pain/lower-back-pain/facet-joint-pain')],
  'the same page, kept': [200, () => get('/back-pain/lower-back-pain/facet-joint-pain')],
  'a page that a browser has': [
    304,
    async () => {
      const etag = (await get(article)).headers.get('etag') ?? '';
      // Without `cache-control`, `fetch` would add `no-cache` to a conditional request, which prevents a 304.
      return get(article, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } });
    },
  ],
  'the head of a page': [200, () => get(article, { method: 'HEAD' })],
  'the home page': [200, () => get('/')],
  search: [200, () => get('/search')],
  'what was found': [200, () => get('/search?q=spasm')],
  'not found': [404, () => get('/no-such-page')],
  'no address': [404, () => get('/No address')],
  'the home page under Next’s name': [404, () => get('/index')],
  'the page for what is not found': [404, () => get('/404')],
  'the page for what is broken': [404, () => get('/500')],
  'an address that can’t be read': [400, () => get('/%E0%A4%A')],
  'a method that pages don’t have': [405, () => get(article, { method: 'DELETE' })],
  'a moved address': [308, () => get('/back-pain/back-spasm')],
  'a slash too many': [308, () => get(`${article}/`)],
  'a feed': [200, () => get('/feed.xml')],
  'a feed for programs': [200, () => get('/back-pain/feed.json')],
  'no feed': [404, () => get('/nowhere/feed.xml')],
  'the sitemap': [200, () => get('/sitemap.xml')],
  robots: [200, () => get('/robots.txt')],
  'llms.txt': [200, () => get('/llms.txt')],
  'the manifest': [200, () => get('/manifest.webmanifest')],
  'the rules of speculation': [200, () => get('/speculation-rules.json')],
  'an article’s Markdown': [200, () => get(`${article}.md`)],
  'a share image': [200, () => get(`/share${article}.png`)],
  'an image': [200, async () => get(await firstIn(article, /<img[^>]+src="([^"]+)"/))],
  'no image': [404, () => get('/media/none/1-1-1-1/160.webp')],
  'a stylesheet': [200, async () => get(await firstIn(article, /href="([^"]+\.css)"/))],
  'no stylesheet': [404, () => get('/_next/static/none.css')],
  'the icon': [200, () => get('/favicon.svg')],
  'the icon of phones': [200, () => get('/apple-touch-icon.png')],
  'the framework’s data': [404, () => get('/_next/data/x/index.json')],
  'whether the site is well': [200, () => get('/healthz')],
  'a forged webhook': [401, () => get('/api/revalidate', { method: 'POST', body: '{}' })],
  'drafts without a secret': [401, () => get('/api/preview/enable')],
  'the module of drafts': [404, () => get('/preview.js')],
};

/** The response for a page that is in no cache, during an outage. */
async function whileAway<Result>(look: (answer: Response) => Promise<Result>): Promise<Result> {
  await scene.letLake('refuses');
  try {
    return await look(await get(neverRead));
  } finally {
    await scene.letLake('well');
    // The site reads again only when its circuit breaker lets a probe through.
    await until(
      async () => (await get('/no-such-page')).status === 404,
      () => 'The site never asked the lake again.',
    );
  }
}

const graded = ({ status, headers }: Response) => ({ status, ...gradeOf(headers) });

describe('MDN’s Observatory gives an A+ to', () => {
  test.each(Object.entries(kinds))('%s', async (_, [status, ask]) => {
    expect(graded(await ask())).toMatchObject({ status, grade: 'A+' });
  });

  test('an error, which nobody may keep', async () => {
    const { headers, grade } = await whileAway(async (answer) => ({ ...graded(answer), headers: answer.headers }));
    expect(grade).toBe('A+');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

test('the Observatory’s rules take the grade away for each header that is missing or loose', async () => {
  const { headers } = await get(article);
  const changed = (name: string, value?: string) => {
    const others = new Headers(headers);
    if (value === undefined) others.delete(name);
    else others.set(name, value);
    return gradeOf(others).grade;
  };
  const policy = headers.get('content-security-policy') ?? '';
  expect(gradeOf(headers).score).toBe(130);
  expect(changed('content-security-policy')).not.toMatch(/^A/);
  expect(changed('content-security-policy', policy.replace("script-src 'self'", "script-src 'unsafe-inline'"))).toBe(
    'B+',
  );
  expect(changed('strict-transport-security')).toBe('B+');
  expect(changed('set-cookie', 'a=b')).toBe('C+');
  expect(changed('access-control-allow-origin', '*')).toBe('C');
  expect(gradeOf(new Headers()).grade).toBe('D');
});

/** Tags with inline script, inline style or requests to another host, none of which a page may have. */
function slipsIn(html: string): string[] {
  const tags = [...html.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
  return tags.filter(
    (tag) =>
      (/^<script\b/i.test(tag) && !/type="application\/ld\+json"/.test(tag) && !/\bsrc="\//.test(tag)) ||
      /^<(?:style|iframe|object|embed|base)\b/i.test(tag) ||
      /\s(?:style|on[a-z]+)=/i.test(tag) ||
      /^<(?:img|script|source|video|audio)\b[^>]*\s(?:src|srcset)="(?:https?:)?\/\//i.test(tag) ||
      /^<link\b(?=[^>]*rel="(?:stylesheet|preload|preconnect|icon)")[^>]*href="(?:https?:)?\/\//i.test(tag),
  );
}

test('no answer of HTML holds a script, an inline style or a request to another host, and each is valid', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
  const html = new Map<string, string>();
  const take = async (name: string, answer: Response) => {
    const text = await answer.text();
    if (answer.headers.get('content-type')?.startsWith('text/html') && text !== '') html.set(name, text);
  };
  for (const [name, [, ask]] of Object.entries(kinds)) await take(name, await ask());
  await whileAway((answer) => take('an error', answer));
  // Fetches all before it validates any: validation takes so long that keep-alive connections would be closed.
  const problems: Record<string, string[]> = {};
  for (const [name, text] of html) {
    const { results } = await validator.validateString(text);
    const found = [...slipsIn(text), ...results.flatMap(({ messages }) => messages.map(({ message }) => message))];
    if (found.length > 0) problems[name] = found;
  }
  expect(html.size).toBeGreaterThan(8);
  expect(problems).toEqual({});
});

test.each([
  '<script>alert(1)</script>',
  '<script src="https://cdn.example/x.js"></script>',
  '<p style="color: red">',
  '<style>p {}</style>',
  '<img onerror="x()" src="/a.png">',
  '<img src="//tracker.example/a.gif">',
  '<link rel="stylesheet" href="https://fonts.example/a.css">',
  '<iframe src="/a">',
])('%s would be noticed', (html) => {
  expect(slipsIn(`<p>Words.</p>${html}`)).toHaveLength(1);
});

describe('structured data', () => {
  const dataOf = async (path: string): Promise<unknown[]> => {
    const html = await (await get(path)).text();
    return [...html.matchAll(/<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/gs)].map(([, json = '']) =>
      JSON.parse(json),
    );
  };

  test('every page of the demo says what it is, in schema.org’s words and as Google wants it', async () => {
    expect(pages).toContain(article);
    const problems: Record<string, string[]> = {};
    for (const path of ['/', '/a-to-z', '/people', ...pages]) {
      const data = await dataOf(path);
      const found = data.length === 0 ? ['It says nothing.'] : await problemsIn(data);
      if (found.length > 0) problems[path] = found;
    }
    expect(problems).toEqual({});
  });

  test('an article is a medical web page about a condition, with who wrote, checked and when, and what it cites', async () => {
    const [page, breadcrumb] = await dataOf(article);
    expect(page).toMatchObject({
      '@type': 'MedicalWebPage',
      url: `${siteUrl}${article}`,
      about: { '@type': 'MedicalCondition', name: 'Sciatica' },
      author: [{ '@type': 'Person' }],
      reviewedBy: { '@type': 'Person' },
      lastReviewed: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      citation: expect.arrayContaining([expect.objectContaining({ '@type': 'ScholarlyArticle' })]),
    });
    expect(breadcrumb).toMatchObject({ '@type': 'BreadcrumbList' });
  });

  test.each<[string, object]>([
    ['a type that is none', { '@type': 'MedicalPage' }],
    ['a property that is none', { '@type': 'MedicalWebPage', reviewer: 'A' }],
    ['a property of another type', { '@type': 'Person', lastReviewed: '2026-01-01' }],
    ['a person without a name', { '@type': 'Person' }],
    ['a thing where another must be', { '@type': 'MedicalWebPage', lastReviewed: { '@type': 'Person', name: 'A' } }],
    ['words where a date must be', { '@type': 'MedicalWebPage', lastReviewed: 'last year' }],
    [
      'a breadcrumb without names',
      { '@type': 'BreadcrumbList', itemListElement: [{ '@type': 'ListItem', position: 1 }] },
    ],
  ])('%s would be noticed', async (_, data) => {
    expect(await problemsIn([{ '@context': 'https://schema.org', ...data }])).not.toEqual([]);
  });
});
