import { articleVerdicts } from './article-verdicts.ts';
import {
  aCallToAction,
  aFeedback,
  aFeedbackTally,
  aFigure,
  aPage,
  aPerson,
  aPlacement,
  aRedirect,
  aReference,
  aTopic,
  theSettings,
} from './fixtures.ts';
import { portableTextVerdicts } from './portable-text-verdicts.ts';
import { advises, blocks, type Verdict } from './verdict.ts';

const topicVerdicts: Verdict[] = [
  { name: 'a topic at the top', document: aTopic(), issues: [] },
  { name: 'a topic below another', document: aTopic({ parent: { _ref: 'topic-pain' } }), issues: [] },
  {
    name: 'a topic with identity fields only',
    document: { _id: 'drafts.new', _type: 'topic' },
    issues: [blocks('title', 'title.missing'), blocks('slug', 'slug.missing')],
  },
  {
    name: 'a topic’s summary of 301 characters',
    document: aTopic({ summary: 'x'.repeat(301) }),
    issues: [blocks('summary', 'summary.tooLong')],
  },
];

const callToActionVerdicts: Verdict[] = [
  { name: 'a call to action', document: aCallToAction(), issues: [] },
  {
    name: 'a call to action with identity fields only',
    document: { _id: 'drafts.new', _type: 'callToAction' },
    issues: [blocks('name', 'name.missing'), blocks('label', 'label.missing'), blocks('url', 'url.missing')],
  },
  {
    name: 'a link text of 61 characters',
    document: aCallToAction({ label: 'x'.repeat(61) }),
    issues: [blocks('label', 'label.tooLong')],
  },
  ...['https://www.example.org/a?b=c#d', '/', '/about', '/back-pain?from=cta#top'].map((url) => ({
    name: `the address ${url}`,
    document: aCallToAction({ url }),
    issues: [],
  })),
  ...[
    'https://www.nhs.uk@evil.example/',
    'https://nh\u0455.uk/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/about\u200b',
    'http://example.org',
    'javascript:alert(1)',
    'about',
  ].map((url) => ({
    name: `the address ${JSON.stringify(url)}`,
    document: aCallToAction({ url }),
    issues: [blocks('url', 'url.invalid')],
  })),
  {
    name: 'a sponsored offer without sponsor',
    document: aCallToAction({ disclosure: 'sponsored' }),
    issues: [blocks('sponsor', 'sponsor.missing')],
  },
  {
    name: 'an affiliate offer whose sponsor is a space, without label',
    document: aCallToAction({ disclosure: 'affiliate', sponsor: ' ', label: undefined }),
    issues: [blocks('label', 'label.missing'), blocks('sponsor', 'sponsor.missing')],
  },
  {
    name: 'a sponsored offer with its sponsor',
    document: aCallToAction({ disclosure: 'sponsored', sponsor: 'Example Mattresses' }),
    issues: [],
  },
  {
    name: 'an unknown disclosure',
    document: { ...aCallToAction(), disclosure: 'hidden' },
    issues: [blocks('disclosure', 'disclosure.invalid')],
  },
  {
    name: 'an offer that promises a cure',
    document: aCallToAction({ text: 'Cures your back in a week.' }),
    issues: [advises('text', 'callToAction.claim')],
  },
];

const placementVerdicts: Verdict[] = [
  { name: 'a placement', document: aPlacement(), issues: [] },
  {
    name: 'a placement for the whole site, without end',
    document: aPlacement({ topic: undefined, startsAt: undefined, endsAt: undefined }),
    issues: [],
  },
  {
    name: 'a placement with identity fields only',
    document: { _id: 'drafts.new', _type: 'placement' },
    issues: [
      blocks('callToAction', 'callToAction.missing'),
      blocks('position', 'position.missing'),
      blocks('enabled', 'enabled.missing'),
    ],
  },
  {
    name: 'a placement that ends before it starts',
    document: aPlacement({ startsAt: '2026-06-01T08:00:00Z', endsAt: '2026-03-01T08:00:00Z' }),
    issues: [blocks('endsAt', 'endsAt.invalid')],
  },
  {
    name: 'a placement that ends before it starts, in two time zones',
    document: aPlacement({ startsAt: '2026-06-01T09:00:00Z', endsAt: '2026-06-01T09:30:00+02:00' }),
    issues: [blocks('endsAt', 'endsAt.invalid')],
  },
  {
    name: 'an invalid start',
    document: aPlacement({ startsAt: 'tomorrow' }),
    issues: [blocks('startsAt', 'startsAt.invalid')],
  },
  {
    name: 'an unknown position',
    document: { ...aPlacement(), position: 'top' },
    issues: [blocks('position', 'position.invalid')],
  },
];

const personVerdicts: Verdict[] = [
  { name: 'a person', document: aPerson(), issues: [] },
  {
    name: 'a person with only a name and a slug',
    document: { _id: 'p', _type: 'person', name: 'Ada Moss', slug: { current: 'ada-moss' } },
    issues: [],
  },
  {
    name: 'a person with identity fields only',
    document: { _id: 'drafts.new', _type: 'person' },
    issues: [blocks('name', 'name.missing'), blocks('slug', 'slug.missing')],
  },
  {
    name: 'a photo without alternative text',
    document: aPerson({ photo: aFigure({ alt: undefined }) }),
    issues: [blocks('photo.alt', 'photo.alt.missing')],
  },
  {
    name: 'a profile with http',
    document: aPerson({ profileUrls: ['https://www.example.org', 'http://www.example.org'] }),
    issues: [blocks('profileUrls[1]', 'profileUrls.invalid')],
  },
  {
    name: 'a profile with a spoofed address',
    document: aPerson({ profileUrls: ['https://www.example.org', 'https://www.example.org@evil.example/'] }),
    issues: [blocks('profileUrls[1]', 'profileUrls.invalid')],
  },
];

const referenceVerdicts: Verdict[] = [
  { name: 'a reference', document: aReference(), issues: [] },
  {
    name: 'a reference with identity fields only',
    document: { _id: 'drafts.new', _type: 'literatureReference' },
    issues: [blocks('title', 'title.missing'), blocks('kind', 'kind.missing')],
  },
  {
    name: 'a year with two digits',
    document: aReference({ year: 24 }),
    issues: [blocks('year', 'year.invalid')],
  },
  {
    name: 'a year with five digits',
    document: aReference({ year: 20_240 }),
    issues: [blocks('year', 'year.invalid')],
  },
  {
    name: 'a DOI written as an address',
    document: aReference({ doi: 'https://doi.org/10.1000/7' }),
    issues: [blocks('doi', 'doi.invalid')],
  },
  {
    name: 'a reference with a javascript: address',
    document: aReference({ url: 'javascript:alert(1)' }),
    issues: [blocks('url', 'url.invalid')],
  },
  {
    name: 'a reference with a spoofed address',
    document: aReference({ url: 'http://www.example.org@evil.example/' }),
    issues: [blocks('url', 'url.invalid')],
  },
];

const redirectVerdicts: Verdict[] = [
  { name: 'a redirect to a document', document: aRedirect(), issues: [] },
  { name: 'a redirect to a path', document: aRedirect({ target: undefined, to: '/back-pain' }), issues: [] },
  {
    name: 'a redirect to another site',
    document: aRedirect({ target: undefined, to: 'https://example.org/' }),
    issues: [],
  },
  {
    name: 'a redirect to a document and an address',
    document: aRedirect({ to: '/back-pain' }),
    issues: [blocks('to', 'to.invalid')],
  },
  {
    name: 'a redirect without a destination',
    document: aRedirect({ target: undefined }),
    issues: [blocks('to', 'to.missing')],
  },
  {
    name: 'a redirect with identity fields only',
    document: { _id: 'drafts.new', _type: 'redirect' },
    issues: [blocks('from', 'from.missing'), blocks('to', 'to.missing')],
  },
  {
    name: 'a redirect to itself',
    document: aRedirect({ from: '/wry-neck', target: undefined, to: '/wry-neck' }),
    issues: [blocks('to', 'to.invalid')],
  },
  {
    name: 'a redirect from an address with a trailing slash',
    document: aRedirect({ from: '/wry-neck/' }),
    issues: [blocks('from', 'from.invalid')],
  },
  {
    name: 'a redirect to another host that looks like a path',
    document: aRedirect({ target: undefined, to: '//evil.example' }),
    issues: [blocks('to', 'to.invalid')],
  },
  {
    name: 'a redirect to a spoofed address',
    document: aRedirect({ target: undefined, to: 'https://www.example.org@evil.example' }),
    issues: [blocks('to', 'to.invalid')],
  },
];

const pageVerdicts: Verdict[] = [
  { name: 'a page', document: aPage(), issues: [] },
  {
    name: 'a page with identity fields only',
    document: { _id: 'drafts.new', _type: 'page' },
    issues: [blocks('title', 'title.missing'), blocks('slug', 'slug.missing'), blocks('body', 'body.missing')],
  },
];

const settingsVerdicts: Verdict[] = [
  { name: 'the settings', document: theSettings(), issues: [] },
  {
    name: 'settings without a name for the site',
    document: theSettings({ siteName: '' }),
    issues: [blocks('siteName', 'siteName.missing')],
  },
  {
    name: 'an e-mail address without host',
    document: theSettings({ contactEmail: 'editors' }),
    issues: [blocks('contactEmail', 'contactEmail.invalid')],
  },
  {
    name: 'a language name instead of a code',
    document: theSettings({ language: 'English' }),
    issues: [blocks('language', 'language.invalid')],
  },
  {
    name: 'a language tag that `Intl` rejects',
    document: theSettings({ language: 'en-12' }),
    issues: [blocks('language', 'language.invalid')],
  },
];

const feedbackVerdicts: Verdict[] = [
  { name: 'a report', document: aFeedback(), issues: [] },
  { name: 'a report without a page', document: aFeedback({ page: undefined, note: 'Gone.' }), issues: [] },
  {
    name: 'a report without words, day or state',
    document: { _id: 'feedback.x', _type: 'feedback', address: '/back-pain' },
    issues: [
      blocks('text', 'text.missing'),
      blocks('reportedOn', 'reportedOn.missing'),
      blocks('state', 'state.missing'),
    ],
  },
  {
    name: 'a report of 2001 characters about another site',
    document: aFeedback({ text: 'x'.repeat(2001), address: '//evil.example' }),
    issues: [blocks('text', 'text.tooLong'), blocks('address', 'address.invalid')],
  },
  {
    name: 'a report with an e-mail address in it',
    document: aFeedback({ text: 'Please write to me: ada@example.org' }),
    issues: [advises('text', 'text.personal')],
  },
  {
    name: 'a report with a telephone number in it',
    document: aFeedback({ text: 'Call me, +49 (0)30 901-820.' }),
    issues: [advises('text', 'text.personal')],
  },
  {
    name: 'a report with years, doses and a DOI in it',
    document: aFeedback({ text: 'In 2018–2024 it was 400 mg; see 10.1016/S0140-6736(18)30480-X.' }),
    issues: [],
  },
  { name: 'a tally of a month', document: aFeedbackTally(), issues: [] },
  {
    name: 'a tally with invalid counts and month',
    document: aFeedbackTally({ useful: -1, notUseful: 0.5, month: '2026-13' }),
    issues: [
      blocks('useful', 'useful.invalid'),
      blocks('notUseful', 'notUseful.invalid'),
      blocks('month', 'month.invalid'),
    ],
  },
];

const otherVerdicts: Verdict[] = [
  { name: 'an asset document', document: { _id: 'image-1', _type: 'sanity.imageAsset' }, issues: [] },
  { name: 'null', document: null, issues: [blocks('', 'document.missing')] },
];

/**
 * Hand-written test cases for valid and invalid documents of every type. The tests of the schema, of the Studio's
 * validation and of the lake's gate all run them.
 */
export const verdicts: Verdict[] = [
  ...articleVerdicts,
  ...portableTextVerdicts,
  ...topicVerdicts,
  ...callToActionVerdicts,
  ...placementVerdicts,
  ...personVerdicts,
  ...referenceVerdicts,
  ...redirectVerdicts,
  ...pageVerdicts,
  ...settingsVerdicts,
  ...feedbackVerdicts,
  ...otherVerdicts,
];
