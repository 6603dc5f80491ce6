import { aCareCard, aChangeNote, aClaim, aFigure, anArticle, aParagraph } from './fixtures.ts';
import { advises, blocks, type Verdict } from './verdict.ts';

/** Verdicts for every field of an article but its Portable Text. */
export const articleVerdicts: Verdict[] = [
  { name: 'a complete article', document: anArticle(), issues: [] },
  {
    name: 'a complete draft',
    document: anArticle({ _id: 'drafts.article-stiff-neck' }),
    issues: [],
  },
  {
    name: 'an article with identity fields only',
    document: { _id: 'drafts.new', _type: 'article' },
    issues: [
      blocks('title', 'title.missing'),
      blocks('headline', 'headline.missing'),
      blocks('slug', 'slug.missing'),
      blocks('lead', 'lead.missing'),
      blocks('what', 'what.missing'),
      blocks('causes', 'causes.missing'),
      blocks('ordeal', 'ordeal.missing'),
      blocks('topic', 'topic.missing'),
      blocks('authors', 'authors.missing'),
      blocks('references', 'references.missing'),
      advises('heroImage', 'heroImage.missing'),
      advises('reviewer', 'review.missing'),
      advises('what.body', 'careCard.missing'),
      advises('seo', 'seo.description.missing'),
    ],
  },
  { name: 'an article with a change log', document: anArticle({ changes: [aChangeNote()] }), issues: [] },
  {
    name: 'an empty change note',
    document: { ...anArticle(), changes: [{ _type: 'changeNote', _key: 'c1' }] },
    issues: [
      blocks('changes[_key=="c1"].changedOn', 'changes.changedOn.missing'),
      blocks('changes[_key=="c1"].what', 'changes.what.missing'),
    ],
  },
  {
    name: 'a change note of 201 characters',
    document: anArticle({ changes: [aChangeNote({ what: 'x'.repeat(201), why: 'x'.repeat(201) })] }),
    issues: [
      blocks('changes[_key=="change"].what', 'changes.what.tooLong'),
      blocks('changes[_key=="change"].why', 'changes.why.tooLong'),
    ],
  },
  {
    name: 'a withdrawn article',
    document: anArticle({
      withdrawal: { withdrawnOn: '2026-04-01', notice: 'It rested on a study that was retracted.' },
    }),
    issues: [],
  },
  {
    name: 'an empty withdrawal',
    document: { ...anArticle(), withdrawal: { _type: 'withdrawal' } },
    issues: [
      blocks('withdrawal.withdrawnOn', 'withdrawal.withdrawnOn.missing'),
      blocks('withdrawal.notice', 'withdrawal.notice.missing'),
    ],
  },
  {
    name: 'a claim with a reference that is not in the article’s list',
    document: anArticle({
      causes: {
        _type: 'section',
        heading: 'Causes of a stiff neck',
        body: [aClaim('So it is.', { references: [{ _key: 'r1', _ref: 'reference-elsewhere' }] })],
      },
    }),
    issues: [
      advises('causes.body[_key=="so-it-is"].markDefs[_key=="claim"].references[_key=="r1"]', 'citation.unlisted'),
    ],
  },
  {
    name: 'an article without title',
    document: anArticle({ title: undefined }),
    issues: [blocks('title', 'title.missing')],
  },
  {
    name: 'an article whose title is white space',
    document: anArticle({ title: ' \u00a0\t' }),
    issues: [blocks('title', 'title.missing')],
  },
  { name: 'a title of 80 characters', document: anArticle({ title: 'x'.repeat(80) }), issues: [] },
  {
    name: 'a title of 81 characters',
    document: anArticle({ title: 'x'.repeat(81) }),
    issues: [blocks('title', 'title.tooLong')],
  },
  {
    name: 'a title that is a number',
    document: { ...anArticle(), title: 7 },
    issues: [blocks('title', 'title.invalid')],
  },
  {
    name: 'an article without headline',
    document: anArticle({ headline: undefined }),
    issues: [blocks('headline', 'headline.missing')],
  },
  {
    name: 'a headline of 121 characters',
    document: anArticle({ headline: 'x'.repeat(121) }),
    issues: [blocks('headline', 'headline.tooLong'), advises('seo', 'seo.title.missing')],
  },
  {
    name: 'a headline that repeats the title',
    document: anArticle({ headline: 'Stiff neck' }),
    issues: [advises('headline', 'headline.sameAsTitle')],
  },
  {
    name: 'a long headline with a search title of its own',
    document: anArticle({ headline: 'x'.repeat(100), seo: { title: 'Stiff neck', description: 'Why and how long.' } }),
    issues: [],
  },
  {
    name: 'an article without slug',
    document: anArticle({ slug: undefined }),
    issues: [blocks('slug', 'slug.missing')],
  },
  {
    name: 'a slug without text',
    document: { ...anArticle(), slug: { _type: 'slug' } },
    issues: [blocks('slug', 'slug.missing')],
  },
  ...['Stiff Neck', 'stiff--neck', '-neck', 'neck-', 'back/neck', 'núcleo', '../neck'].map((current) => ({
    name: `the slug “${current}”`,
    document: anArticle({ slug: { current } }),
    issues: [blocks('slug', 'slug.invalid')],
  })),
  {
    name: 'a slug of 97 characters',
    document: anArticle({ slug: { current: 'x'.repeat(97) } }),
    issues: [blocks('slug', 'slug.tooLong')],
  },
  {
    name: 'an article without topic',
    document: anArticle({ topic: undefined }),
    issues: [blocks('topic', 'topic.missing')],
  },
  {
    name: 'a topic reference without a target',
    document: { ...anArticle(), topic: { _type: 'reference' } },
    issues: [blocks('topic', 'topic.missing')],
  },
  {
    name: 'an article without author',
    document: anArticle({ authors: [] }),
    issues: [blocks('authors', 'authors.missing')],
  },
  {
    name: 'an author reference without a target',
    document: { ...anArticle(), authors: [{ _type: 'reference', _key: 'a1' }] },
    issues: [blocks('authors[_key=="a1"]', 'authors.missing')],
  },
  {
    name: 'an article without references',
    document: anArticle({ references: [] }),
    issues: [blocks('references', 'references.missing')],
  },
  {
    name: 'an article without image',
    document: anArticle({ heroImage: undefined }),
    issues: [advises('heroImage', 'heroImage.missing')],
  },
  {
    name: 'a hero image without alternative text',
    document: anArticle({ heroImage: aFigure({ alt: undefined }) }),
    issues: [blocks('heroImage.alt', 'heroImage.alt.missing')],
  },
  {
    name: 'a hero image whose alternative text is a space',
    document: anArticle({ heroImage: aFigure({ alt: ' ' }) }),
    issues: [blocks('heroImage.alt', 'heroImage.alt.missing')],
  },
  {
    name: 'a hero image with alternative text and no file',
    document: anArticle({ heroImage: aFigure({ asset: undefined }) }),
    issues: [blocks('heroImage.asset', 'heroImage.asset.missing')],
  },
  {
    name: 'a hero image with hotspot and crop',
    document: anArticle({
      heroImage: aFigure({
        hotspot: { _type: 'sanity.imageHotspot', x: 0.4, y: 0.3, width: 0.5, height: 0.5 },
        crop: { _type: 'sanity.imageCrop', top: 0, bottom: 0.1, left: 0.05, right: 0 },
      }),
    }),
    issues: [],
  },
  {
    name: 'an image for search engines without alternative text',
    document: anArticle({ seo: { description: 'Why and how long.', image: aFigure({ alt: undefined }) } }),
    issues: [blocks('seo.image.alt', 'seo.image.alt.missing')],
  },
  {
    name: 'a search description of 161 characters',
    document: anArticle({ seo: { description: 'x'.repeat(161) } }),
    issues: [blocks('seo.description', 'seo.description.tooLong')],
  },
  {
    name: 'an article without search description',
    document: anArticle({ seo: undefined }),
    issues: [advises('seo', 'seo.description.missing')],
  },
  {
    name: 'an article without review',
    document: anArticle({ reviewer: undefined, reviewedOn: undefined, nextReviewOn: undefined }),
    issues: [advises('reviewer', 'review.missing')],
  },
  {
    name: 'a review without a day',
    document: anArticle({ reviewedOn: undefined }),
    issues: [advises('reviewedOn', 'review.missing')],
  },
  {
    name: 'a review on an invalid day',
    document: anArticle({ reviewedOn: '2026-02-30' }),
    issues: [blocks('reviewedOn', 'reviewedOn.invalid')],
  },
  {
    name: 'a review in the future',
    document: anArticle({ reviewedOn: '2999-03-02', nextReviewOn: undefined }),
    issues: [advises('reviewedOn', 'reviewedOn.future')],
  },
  {
    name: 'a review without a next review',
    document: anArticle({ nextReviewOn: undefined }),
    issues: [],
  },
  {
    name: 'a next review before the last one',
    document: anArticle({ reviewedOn: '2026-03-02', nextReviewOn: '2025-03-02' }),
    issues: [blocks('nextReviewOn', 'nextReviewOn.invalid')],
  },
  {
    name: 'a next review before the last one, without title',
    document: anArticle({ title: undefined, reviewedOn: '2026-03-02', nextReviewOn: '2025-03-02' }),
    issues: [blocks('title', 'title.missing'), blocks('nextReviewOn', 'nextReviewOn.invalid')],
  },
  {
    name: 'a call to action reference without a target',
    document: { ...anArticle(), callToAction: { _type: 'reference' } },
    issues: [blocks('callToAction', 'callToAction.missing')],
  },
  {
    name: 'a lead of more than 120 words',
    document: anArticle({ lead: [aParagraph('word '.repeat(121))] }),
    issues: [advises('lead', 'lead.long')],
  },
  {
    name: 'an article whose only care card is in its last section',
    document: anArticle({
      what: { heading: 'What is it?', body: [aParagraph('Tight muscles.')] },
      ordeal: { heading: 'How it feels', body: [aCareCard()] },
    }),
    issues: [],
  },
];
