import { type Block, type Body, type Figure, type Reference, reference } from './portable-text.ts';

/** The source of an article. Its list of references is derived from its citations, in their order. */
export type ArticleSource = {
  slug: string;
  title: string;
  headline: string;
  topic: string;
  lead: Block[];
  what: Section;
  causes: Section;
  ordeal: Section;
  heroImage: Figure;
  authors: string[];
  reviewer: string;
  reviewedOn: string;
  nextReviewOn: string;
  changes?: { changedOn: string; what: string; why?: string; approvedBy: string }[];
  callToAction?: string;
  seo: { title?: string; description: string };
};
type Section = { heading: string; body: Body };

export const articleId = (slug: string) => `article-${slug}`;

/** The article as a document. */
export function articleDocument({
  slug,
  topic,
  authors,
  reviewer,
  changes,
  callToAction,
  seo,
  ...source
}: ArticleSource): object {
  const { lead, what, causes, ordeal } = source;
  return {
    _id: articleId(slug),
    _type: 'article',
    ...source,
    slug: { _type: 'slug', current: slug },
    what: { _type: 'section', ...what },
    causes: { _type: 'section', ...causes },
    ordeal: { _type: 'section', ...ordeal },
    topic: reference(`topic-${topic}`),
    authors: authors.map((slug) => reference(`person-${slug}`)),
    reviewer: reference(`person-${reviewer}`),
    references: citedIn([...lead, ...what.body, ...causes.body, ...ordeal.body]),
    ...(changes && {
      changes: changes.map(({ approvedBy, ...note }) => ({
        _type: 'changeNote',
        ...note,
        approvedBy: reference(`person-${approvedBy}`),
      })),
    }),
    ...(callToAction && { callToAction: reference(`call-to-action-${callToAction}`) }),
    seo: { _type: 'seo', ...seo },
  };
}

function citedIn(body: Body): Reference[] {
  const ids = new Set(body.flatMap(citationsOf));
  return [...ids].map(reference);
}

function citationsOf(item: Body[number]): string[] {
  if (item._type === 'figure') return [];
  if (item._type !== 'block') return item.body.flatMap(citationsOf);
  const inText = item.children.flatMap((child) => (child._type === 'citation' ? [child.reference._ref] : []));
  const byClaims = item.markDefs.flatMap((mark) => (mark._type === 'claim' ? (mark.references ?? []) : []));
  return [...inText, ...byClaims.map(({ _ref }) => _ref)];
}
