import {
  aCallToAction,
  aFeedback,
  aFigure,
  aLinkedParagraph,
  anArticle,
  aPage,
  aParagraph,
  aPlacement,
  aRedirect,
  aTopic,
  theSettings,
} from './fixtures.ts';
import { blocks, type Verdict } from './verdict.ts';

const words = aParagraph('Words that stand beside it.');

/** An article with this annotation in its section on causes. */
function withMark(mark: object, ...children: object[]) {
  const body = [{ ...words, _key: 'b1', children: [...words.children, ...children], markDefs: [mark] }];
  return { ...anArticle(), causes: { _type: 'section', heading: 'Causes of a stiff neck', body } };
}

const existing = [
  '/about',
  '/about/',
  '/about?from=cta#top',
  '/%61bout',
  '/./about',
  '/back-pain/stiff-neck',
  '/back-pain//stiff-neck',
];
const builtInPaths = [
  '/',
  '/search',
  '/search?q=neck',
  '/people',
  '/people/mira-lindqvist',
  '/a-to-z',
  '/a-to-z/s',
  '/a-to-z/é',
];
const files = [
  '/feed.xml',
  '/back-pain/feed.json',
  '/back-pain/stiff-neck.md',
  '/sitemap.xml',
  '/share/back-pain/stiff-neck.png',
];
const redirected = ['/back-pain/wry-neck', '/back-pain/wry-neck?a=b', '/back-pain/wry-neck#causes'];
const derivedFromRedirected = ['/back-pain/wry-neck.md', '/back-pain/wry-neck.md?a=b', '/share/back-pain/wry-neck.png'];
const missing = [
  '/nothing',
  '/back-pain/nothing',
  '/stiff-neck',
  '/About',
  '/people/nobody',
  '/about/feed.xml',
  '/back-pain.md',
  '/share/about.png',
  '/share/back-pain.png',
  '/back-pain/wry-neck/feed.xml',
  '/back-pain%2Fstiff-neck',
  '/%E0%A4%A',
];

/**
 * Hand-written test cases for `checkInContext` and for the Studio, with the documents of `oneOfEachType` around them.
 * Each document is publishable by itself.
 */
export const contextVerdicts: Verdict[] = [
  {
    name: 'an article as topic',
    document: anArticle({ topic: { _ref: 'article-stiff-neck' } }),
    issues: [blocks('topic', 'reference.type')],
  },
  {
    name: 'a weak reference to a topic as author',
    document: anArticle({ authors: [{ _key: 'a1', _ref: 'topic-back-pain', _weak: true }] }),
    issues: [blocks('authors[_key=="a1"]', 'reference.type')],
  },
  {
    name: 'a citation of a person',
    document: withMark(
      { _type: 'otherLanguage', _key: 'm1', language: 'de' },
      {
        _type: 'citation',
        _key: 'c1',
        reference: { _ref: 'person-mira-lindqvist' },
      },
    ),
    issues: [blocks('causes.body[_key=="b1"].children[_key=="c1"].reference', 'reference.type')],
  },
  {
    name: 'an internal link to a literature reference',
    document: withMark({ _type: 'internalLink', _key: 'm1', reference: { _ref: 'reference-neck-pain' } }),
    issues: [blocks('causes.body[_key=="b1"].markDefs[_key=="m1"].reference', 'reference.type')],
  },
  {
    name: 'a person as image',
    document: anArticle({ heroImage: aFigure({ asset: { _ref: 'person-mira-lindqvist' } }) }),
    issues: [blocks('heroImage.asset', 'reference.type')],
  },
  {
    name: 'a deleted image',
    document: anArticle({ heroImage: aFigure({ asset: { _ref: 'image-gone-1x1-png', _weak: true } }) }),
    issues: [blocks('heroImage.asset', 'reference.missing')],
  },
  {
    name: 'an article as footer page',
    document: theSettings({ footerPages: [{ _key: 'p1', _ref: 'article-stiff-neck' }] }),
    issues: [blocks('footerPages[_key=="p1"]', 'reference.type')],
  },
  {
    name: 'a page as a placement’s topic',
    document: aPlacement({ topic: { _ref: 'page-about' } }),
    issues: [blocks('topic', 'reference.type')],
  },
  {
    name: 'a redirect with a weak reference to a deleted document',
    document: aRedirect({ target: { _ref: 'gone', _weak: true } }),
    issues: [blocks('target', 'reference.unpublished')],
  },
  {
    name: 'a redirect to a draft',
    document: aRedirect({ target: { _ref: 'drafts.article-stiff-neck', _weak: true } }),
    issues: [blocks('target', 'reference.unpublished')],
  },
  {
    name: 'a topic in another dataset',
    document: {
      ...anArticle(),
      topic: { _type: 'reference', _ref: 'topic-back-pain', _dataset: 'other', _weak: true },
    },
    issues: [blocks('topic', 'reference.elsewhere')],
  },
  {
    name: 'unknown fields with references into another dataset and to a Media Library',
    document: {
      ...anArticle(),
      twin: { _type: 'crossDatasetReference', _ref: 'x', _dataset: 'other', _projectId: 'p', _weak: true },
      media: { _type: 'globalDocumentReference', _ref: 'media-library:ml1:asset', _weak: true },
    },
    issues: [],
  },
  {
    name: 'an unknown field with a weak reference to a deleted document',
    document: { ...anArticle(), related: [{ _key: 'r1', _ref: 'gone', _weak: true }] },
    issues: [blocks('related[_key=="r1"]', 'reference.unpublished')],
  },
  {
    name: 'a report about a missing page',
    document: aFeedback({ page: { _ref: 'gone', _weak: true } }),
    issues: [blocks('page', 'reference.unpublished')],
  },
  ...[...existing, ...builtInPaths, ...files, ...redirected, ...derivedFromRedirected].map((url) => ({
    name: `a call to action to ${url}`,
    document: aCallToAction({ url }),
    issues: [],
  })),
  ...missing.map((url) => ({
    name: `a call to action to the missing address ${url}`,
    document: aCallToAction({ url }),
    issues: [blocks('url', 'address.missing')],
  })),
  {
    name: 'a redirect to a missing address',
    document: aRedirect({ from: '/neck', target: undefined, to: '/back-pain/nothing' }),
    issues: [blocks('to', 'address.missing')],
  },
  ...['/search?q=neck', '/about?from=neck', '/about/', '/back-pain/wry-neck?from=neck'].map((to) => ({
    name: `a redirect to ${to}`,
    document: aRedirect({ _id: 'redirect-neck', from: '/neck', target: undefined, to }),
    issues: [],
  })),
  {
    name: 'a redirect to a missing address with a query',
    document: aRedirect({ from: '/neck', target: undefined, to: '/nothing?q=neck' }),
    issues: [blocks('to', 'address.missing')],
  },
  {
    name: 'a redirect to another redirect',
    document: aRedirect({ _id: 'redirect-neck', from: '/neck', target: undefined, to: '/back-pain/wry-neck' }),
    issues: [],
  },
  {
    name: 'a redirect loop',
    document: aRedirect({ from: '/neck', target: undefined, to: '/neck/stiff' }),
    issues: [blocks('to', 'address.missing')],
  },
  {
    name: 'an external link',
    document: aPage({ body: [aLinkedParagraph('there', 'https://www.example.org/nothing')] }),
    issues: [],
  },
  {
    name: 'a topic below another',
    document: aTopic({ _id: 'topic-neck', slug: { current: 'neck' }, parent: { _ref: 'topic-back-pain' } }),
    issues: [],
  },
];
