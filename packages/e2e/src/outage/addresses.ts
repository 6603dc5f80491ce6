import type { Answer } from './expectation.ts';

/* The addresses that are requested during an outage, and the documents that editors change meanwhile. */

const article = (path: string) => ({ path, markdown: `${path}.md`, share: `/share${path}.png` });

/** Documents that editors change while the site can't read the lake. */
export const edited = { id: 'article-sciatica', ...article('/back-pain/lower-back-pain/sciatica') };
export const withdrawn = { id: 'article-facet-joint-pain', ...article('/back-pain/lower-back-pain/facet-joint-pain') };
export const unpublished = {
  id: 'article-perimenopause-migraine',
  ...article('/headaches/migraine/migraine-and-hormones/perimenopause-migraine'),
};
export const switchedOff = { id: 'placement-headaches', words: 'Keep a headache diary' };
export const neverRead = article('/back-pain/neck-and-upper-back/stiff-neck');
export const moved = { id: 'article-upper-back-pain', ...article('/back-pain/neck-and-upper-back/upper-back-pain') };
/** The addresses that these changes affect. */
export const concerned = [
  ...[edited, withdrawn, unpublished, moved].map(({ path }) => path),
  ...['/', '/headaches/frequent-headaches/tension-headache', '/feed.xml', '/sitemap.xml', '/search?q=migraine'],
];
export const nowhere = '/No address';

/** Picks `count` items, evenly spaced over the list. */
export function evenly<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, index) => items[Math.floor(index * step)]).flatMap(
    (item) => item ?? [],
  );
}

/** Every address of the demo, except those of `neverRead`, which must not be in any cache before the outage. */
export function addressesIn(sitemap: string): string[] {
  const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => new URL(url).pathname);
  const pages = listed.filter((path) => path !== neverRead.path);
  const taxonomy = pages.filter((path) => /^\/(?:back-pain|headaches)/.test(path));
  const topics = taxonomy.filter((path) => taxonomy.some((other) => other.startsWith(`${path}/`)));
  const articles = taxonomy.filter((path) => !topics.includes(path));
  return [
    ...new Set([
      ...['/', '/a-to-z', '/a-to-z/s', '/people'],
      ...pages,
      ...['', '?q=spasm', '?q=sciatca', '?q=migraine', '?q=zzzz'].map((query) => `/search${query}`),
      ...['/feed.xml', '/feed.atom', '/feed.json', '/sitemap.xml', '/llms.txt', '/robots.txt', '/manifest.webmanifest'],
      ...topics.flatMap((path) => [`${path}/feed.xml`, `${path}/feed.json`]),
      ...articles.flatMap((path) => [`${path}.md`, `/share${path}.png`]),
      moved.path,
    ]),
  ];
}

export function imagesIn({ headers, body }: Answer): string[] {
  if (!headers.get('content-type')?.startsWith('text/html')) return [];
  return [...body.toString().matchAll(/\/media\/[\w-]+\/[\d-]+\/\d+\.[a-z]+/g)].map(([path]) => path);
}
