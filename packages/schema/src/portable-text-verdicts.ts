import {
  aCallout,
  aCareCard,
  aClaim,
  aFigureItem,
  aLinkedParagraph,
  aListItem,
  anArticle,
  aParagraph,
  aPerson,
} from './fixtures.ts';
import type { PortableTextItem } from './portable-text.ts';
import { blocks, type Verdict } from './verdict.ts';

const words = aParagraph('Words that stand beside it.');

/** An article with this Portable Text in its section on causes. Untyped, because some of it is invalid. */
function withCauses(...body: unknown[]) {
  return { ...anArticle(), causes: { _type: 'section', heading: 'Causes of a stiff neck', body } };
}

const everything: PortableTextItem[] = [
  { ...aParagraph('Sleep'), style: 'h3' },
  { ...aParagraph('Pillows'), style: 'h4' },
  aListItem('too high'),
  aListItem('first this', 'number'),
  {
    ...words,
    children: [
      { _type: 'span', _key: 's1', text: 'Strong, ', marks: ['strong', 'em'] },
      { _type: 'span', _key: 's2', text: 'elsewhere', marks: ['i1'] },
      { _type: 'citation', _key: 'c1', reference: { _type: 'reference', _ref: 'reference-neck-pain' } },
    ],
    markDefs: [
      { _type: 'internalLink', _key: 'i1', reference: { _type: 'reference', _ref: 'topic-back-pain' } },
      { _type: 'otherLanguage', _key: 'i2', language: 'de-AT' },
    ],
  },
  aFigureItem(),
  aCallout(),
  aCareCard(),
  aClaim('Keep moving.'),
  aClaim('It never lasts.', { standing: 'contested', certainty: 'veryLow', mainstreamView: 'It can last for months.' }),
  aClaim('Warmth helped me.', { standing: 'livedExperience', references: undefined, certainty: undefined }),
];

const refusedAddresses = [
  ...['javascript:alert(1)', ' JavaScript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', '//evil.example'],
  ...['https://www.nhs.uk@evil.example/', 'https:\\\\evil.example/', 'https://www.nh\u0455.uk/', 'mailto:'],
];
const honestAddresses = [
  ...['https://www.example.org/', 'http://example.org', 'mailto:help@example.org', 'tel:+441632960000'],
  ...['https://de.wikipedia.org/wiki/Rückenschmerzen', 'https://münchen.example/'],
];

export const portableTextVerdicts: Verdict[] = [
  { name: 'a section with every kind of content', document: withCauses(...everything), issues: [] },
  {
    name: 'a claim without standing',
    document: withCauses({ ...aClaim('So it is.'), _key: 'b1', markDefs: [{ _type: 'claim', _key: 'm1' }] }),
    issues: [blocks('causes.body[_key=="b1"].markDefs[_key=="m1"].standing', 'causes.body.markDefs.standing.missing')],
  },
  {
    name: 'other language without a code',
    document: withCauses({ ...words, _key: 'b1', markDefs: [{ _type: 'otherLanguage', _key: 'm1' }] }),
    issues: [blocks('causes.body[_key=="b1"].markDefs[_key=="m1"].language', 'causes.body.markDefs.language.missing')],
  },
  {
    name: 'other language with a name instead of a code',
    document: withCauses({
      ...words,
      _key: 'b1',
      markDefs: [{ _type: 'otherLanguage', _key: 'm1', language: 'German' }],
    }),
    issues: [blocks('causes.body[_key=="b1"].markDefs[_key=="m1"].language', 'causes.body.markDefs.language.invalid')],
  },
  {
    name: 'an established claim without references',
    document: withCauses({ ...aClaim('So it is.', { standing: 'established', references: undefined }), _key: 'b1' }),
    issues: [
      blocks('causes.body[_key=="b1"].markDefs[_key=="claim"].references', 'causes.body.markDefs.references.missing'),
    ],
  },
  {
    name: 'a contested claim without the mainstream view',
    document: withCauses({ ...aClaim('So it is.', { standing: 'contested' }), _key: 'b1' }),
    issues: [
      blocks(
        'causes.body[_key=="b1"].markDefs[_key=="claim"].mainstreamView',
        'causes.body.markDefs.mainstreamView.missing',
      ),
    ],
  },
  { name: 'a section without words', document: withCauses(), issues: [blocks('causes.body', 'causes.body.missing')] },
  {
    name: 'a section with a paragraph of white space',
    document: withCauses(aParagraph(' ')),
    issues: [blocks('causes.body', 'causes.body.invalid')],
  },
  {
    name: 'a section with only an image',
    document: withCauses(aFigureItem()),
    issues: [blocks('causes.body', 'causes.body.invalid')],
  },
  { name: 'a section with only a care card', document: withCauses(aCareCard()), issues: [] },
  {
    name: 'a section without heading',
    document: { ...anArticle(), causes: { _type: 'section', body: [words] } },
    issues: [blocks('causes.heading', 'causes.heading.missing')],
  },
  {
    name: 'a section with a heading of 121 characters',
    document: { ...anArticle(), causes: { _type: 'section', heading: 'x'.repeat(121), body: [words] } },
    issues: [blocks('causes.heading', 'causes.heading.tooLong')],
  },
  {
    name: 'an unknown kind of block',
    document: withCauses(words, { _type: 'html', _key: 'h1', html: '<script>' }),
    issues: [blocks('causes.body[_key=="h1"]', 'causes.body.invalid')],
  },
  {
    name: 'a heading of level 1',
    document: withCauses(words, { ...aParagraph('Loud'), style: 'h1' }),
    issues: [blocks('causes.body[_key=="loud"].style', 'causes.body.style.invalid')],
  },
  {
    name: 'a list four deep',
    document: withCauses(words, { ...aListItem('deep'), level: 4 }),
    issues: [blocks('causes.body[_key=="deep"].level', 'causes.body.level.invalid')],
  },
  {
    name: 'an image in the text without alternative text',
    document: withCauses(words, aFigureItem({ alt: undefined })),
    issues: [blocks('causes.body[_key=="figure"].alt', 'causes.body.alt.missing')],
  },
  ...honestAddresses.map((href) => ({
    name: `a link to ${href}`,
    document: withCauses(aLinkedParagraph('there', href)),
    issues: [],
  })),
  ...[...refusedAddresses, 'www.example.org', '/back-pain'].map((href) => ({
    name: `a link to ${JSON.stringify(href)}`,
    document: withCauses(aLinkedParagraph('there', href)),
    issues: [blocks('causes.body[_key=="there"].markDefs[_key=="link"].href', 'causes.body.markDefs.href.invalid')],
  })),
  {
    name: 'an internal link without a target',
    document: withCauses({ ...words, _key: 'b1', markDefs: [{ _type: 'internalLink', _key: 'i1' }] }),
    issues: [
      blocks('causes.body[_key=="b1"].markDefs[_key=="i1"].reference', 'causes.body.markDefs.reference.missing'),
    ],
  },
  {
    name: 'a citation without a target',
    document: withCauses({ ...words, _key: 'b1', children: [...words.children, { _type: 'citation', _key: 'c1' }] }),
    issues: [
      blocks('causes.body[_key=="b1"].children[_key=="c1"].reference', 'causes.body.children.reference.missing'),
    ],
  },
  {
    name: 'a care card without text',
    document: withCauses(words, aCareCard({ body: undefined })),
    issues: [blocks('causes.body[_key=="care-card"].body', 'causes.body.body.missing')],
  },
  {
    name: 'a care card without heading, of unknown urgency',
    document: withCauses(words, { ...aCareCard({ heading: '' }), urgency: 'soon' }),
    issues: [
      blocks('causes.body[_key=="care-card"].heading', 'causes.body.heading.missing'),
      blocks('causes.body[_key=="care-card"].urgency', 'causes.body.urgency.invalid'),
    ],
  },
  {
    name: 'a callout without title',
    document: withCauses(words, aCallout({ title: undefined })),
    issues: [blocks('causes.body[_key=="callout"].title', 'causes.body.title.missing')],
  },
  {
    name: 'a subheading inside a callout',
    document: withCauses(words, { ...aCallout(), body: [{ ...aParagraph('Loud'), style: 'h3' }] }),
    issues: [blocks('causes.body[_key=="callout"].body[_key=="loud"].style', 'causes.body.body.style.invalid')],
  },
  {
    name: 'a lead of white space',
    document: anArticle({ lead: [aParagraph('\n')] }),
    issues: [blocks('lead', 'lead.invalid')],
  },
  {
    name: 'a lead with a list',
    document: anArticle({ lead: [aParagraph('First this.'), aListItem('then that')] }),
    issues: [blocks('lead[_key=="then-that"].listItem', 'lead.listItem.invalid')],
  },
  {
    name: 'a lead with a subheading',
    document: { ...anArticle(), lead: [{ ...aParagraph('Loud'), style: 'h3' }] },
    issues: [blocks('lead[_key=="loud"].style', 'lead.style.invalid')],
  },
  {
    name: 'a biography with a subheading',
    document: { ...aPerson(), bio: [{ ...aParagraph('Loud'), style: 'h3' }] },
    issues: [blocks('bio[_key=="loud"].style', 'bio.style.invalid')],
  },
];
