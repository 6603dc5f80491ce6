import type { Article } from './article.ts';
import type { CallToAction } from './call-to-action.ts';
import type { Callout } from './callout.ts';
import type { CareCard } from './care-card.ts';
import type { ChangeNote } from './change-note.ts';
import type { Claim } from './claim.ts';
import type { Feedback } from './feedback.ts';
import type { FeedbackTally } from './feedback-tally.ts';
import type { Figure } from './figure.ts';
import type { Page } from './page.ts';
import type { Person } from './person.ts';
import type { Placement } from './placement.ts';
import type { Redirect } from './redirect.ts';
import type { Reference } from './reference.ts';
import { type Settings, settingsId } from './settings.ts';
import { slugOf } from './slug.ts';
import type { SimpleBlock } from './text-block.ts';
import type { Topic } from './topic.ts';

/*
 * Factories of documents for tests. Each document is publishable and without advice; a test overrides the fields that
 * it is about, and `undefined` removes one. References point to the default ids of the other factories.
 */

export function aTopic(overrides: Partial<Topic> = {}): Topic {
  return {
    _id: 'topic-back-pain',
    _type: 'topic',
    title: 'Back pain',
    slug: { _type: 'slug', current: 'back-pain' },
    summary: 'What hurts in a back, why, and what helps.',
    ...overrides,
  };
}

export function anArticle(overrides: Partial<Article> = {}): Article {
  return {
    _id: 'article-stiff-neck',
    _type: 'article',
    title: 'Stiff neck',
    headline: 'When turning your head hurts',
    slug: { _type: 'slug', current: 'stiff-neck' },
    lead: [aParagraph('You wake up and can’t look over your shoulder. It usually passes within a week.')],
    what: {
      _type: 'section',
      heading: 'What is a stiff neck?',
      body: [aParagraph('The muscles of the neck tighten and resist being stretched.'), aCareCard()],
    },
    causes: {
      _type: 'section',
      heading: 'Causes of a stiff neck',
      body: [aParagraph('A night in an odd position or a day at a low screen is often enough.')],
    },
    ordeal: {
      _type: 'section',
      heading: 'Living with a stiff neck',
      body: [aParagraph('Backing out of a parking space becomes an adventure.')],
    },
    heroImage: aFigure(),
    topic: { _type: 'reference', _ref: 'topic-back-pain' },
    authors: [{ _type: 'reference', _key: 'author', _ref: 'person-mira-lindqvist' }],
    reviewer: { _type: 'reference', _ref: 'person-mira-lindqvist' },
    reviewedOn: '2026-03-02',
    nextReviewOn: '2028-03-02',
    references: [{ _type: 'reference', _key: 'guideline', _ref: 'reference-neck-pain' }],
    seo: { _type: 'seo', description: 'Why a neck gets stiff, how long it lasts, and when to see somebody about it.' },
    ...overrides,
  };
}

export function aCallToAction(overrides: Partial<CallToAction> = {}): CallToAction {
  return {
    _id: 'cta-newsletter',
    _type: 'callToAction',
    name: 'Newsletter, spring',
    heading: 'A letter about backs, once a month',
    text: 'New articles and what changed in the old ones.',
    label: 'Read the latest letter',
    url: 'https://www.example.org/letter',
    disclosure: 'none',
    ...overrides,
  };
}

export function aPlacement(overrides: Partial<Placement> = {}): Placement {
  return {
    _id: 'placement-newsletter',
    _type: 'placement',
    callToAction: { _type: 'reference', _ref: 'cta-newsletter' },
    topic: { _type: 'reference', _ref: 'topic-back-pain' },
    position: 'afterCauses',
    startsAt: '2026-03-01T08:00:00Z',
    endsAt: '2026-06-01T08:00:00Z',
    enabled: true,
    ...overrides,
  };
}

export function aPerson(overrides: Partial<Person> = {}): Person {
  return {
    _id: 'person-mira-lindqvist',
    _type: 'person',
    name: 'Mira Lindqvist',
    slug: { _type: 'slug', current: 'mira-lindqvist' },
    role: 'Physiotherapist',
    credentials: 'MSc',
    bio: [aParagraph('Mira has treated necks and backs since 2009.')],
    photo: aFigure({ alt: 'Mira Lindqvist in her practice.' }),
    profileUrls: ['https://www.example.org/mira'],
    ...overrides,
  };
}

export function aReference(overrides: Partial<Reference> = {}): Reference {
  return {
    _id: 'reference-neck-pain',
    _type: 'literatureReference',
    title: 'Neck pain: assessment and management',
    kind: 'guideline',
    authors: 'Example Guideline Group',
    publisher: 'Example Institute of Health',
    year: 2024,
    url: 'https://www.example.org/guidelines/neck-pain',
    doi: '10.1000/neck.2024.7',
    accessedOn: '2026-02-20',
    ...overrides,
  };
}

/** A redirect to a document; for a fixed address, override both `target` and `to`. */
export function aRedirect(overrides: Partial<Redirect> = {}): Redirect {
  return {
    _id: 'redirect-wry-neck',
    _type: 'redirect',
    from: '/back-pain/wry-neck',
    target: { _type: 'reference', _ref: 'article-stiff-neck' },
    ...overrides,
  };
}

export function aPage(overrides: Partial<Page> = {}): Page {
  return {
    _id: 'page-about',
    _type: 'page',
    title: 'About us',
    slug: { _type: 'slug', current: 'about' },
    summary: 'Who writes here, and who checks it.',
    body: [aParagraph('We explain pain in plain words.')],
    ...overrides,
  };
}

export function theSettings(overrides: Partial<Settings> = {}): Settings {
  return {
    _id: settingsId,
    _type: 'settings',
    siteName: 'Plain Backs',
    tagline: 'Pain, explained',
    description: 'Articles about backs, necks and what they do to a day.',
    organisation: 'Plain Backs Society',
    contactEmail: 'editors@example.org',
    emergencyText: 'In an emergency, call your local emergency number.',
    disclaimer: 'What you read here is no substitute for seeing a clinician. Don’t delay care because of it.',
    footerPages: [{ _type: 'reference', _key: 'about', _ref: 'page-about' }],
    language: 'en-GB',
    ...overrides,
  };
}

export function aFeedback(overrides: Partial<Feedback> = {}): Feedback {
  return {
    _id: 'feedback.0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f',
    _type: 'feedback',
    address: '/back-pain/stiff-neck',
    page: { _type: 'reference', _ref: 'article-stiff-neck', _weak: true },
    revision: 'revision-1',
    text: 'The second paragraph says left where it means right.',
    reportedOn: '2026-03-05',
    state: 'open',
    ...overrides,
  };
}

export function aFeedbackTally(overrides: Partial<FeedbackTally> = {}): FeedbackTally {
  return {
    _id: 'feedback-tally.2026-03.stiff-neck',
    _type: 'feedbackTally',
    page: { _type: 'reference', _ref: 'article-stiff-neck', _weak: true },
    month: '2026-03',
    useful: 12,
    notUseful: 3,
    ...overrides,
  };
}

/** The asset document of an uploaded image. */
export function anImageAsset(_id = aFigure().asset._ref) {
  return { _id, _type: 'sanity.imageAsset' as const };
}

/** One document of each type; every reference resolves within the list, except those to `anImageAsset`. */
export function oneOfEachType() {
  return [
    aTopic(),
    anArticle(),
    aCallToAction(),
    aPlacement(),
    aPerson(),
    aReference(),
    aRedirect(),
    aPage(),
    theSettings(),
    aFeedback(),
    aFeedbackTally(),
  ];
}

export function aParagraph(text: string, overrides: Partial<SimpleBlock> = {}): SimpleBlock {
  const key = keyFor(text);
  return {
    _type: 'block',
    _key: key,
    style: 'normal',
    children: [{ _type: 'span', _key: `${key}-0`, text, marks: [] }],
    markDefs: [],
    ...overrides,
  };
}

export function aListItem(text: string, listItem: 'bullet' | 'number' = 'bullet'): SimpleBlock {
  return aParagraph(text, { listItem, level: 1 });
}

/** A paragraph whose whole text is a link. */
export function aLinkedParagraph(text: string, href: string): SimpleBlock {
  return aParagraph(text, {
    children: [{ _type: 'span', _key: 'linked', text, marks: ['link'] }],
    markDefs: [{ _type: 'link', _key: 'link', href }],
  });
}

/** A paragraph whose whole text is a claim. */
export function aClaim(text: string, claim: Partial<Claim> = {}): SimpleBlock {
  return aParagraph(text, {
    children: [{ _type: 'span', _key: 'claimed', text, marks: ['claim'] }],
    markDefs: [
      {
        _type: 'claim',
        _key: 'claim',
        standing: 'guideline',
        certainty: 'moderate',
        references: [{ _type: 'reference', _key: 'guideline', _ref: 'reference-neck-pain' }],
        ...claim,
      },
    ],
  });
}

export function aChangeNote(overrides: Partial<ChangeNote> = {}): ChangeNote {
  return {
    _type: 'changeNote',
    _key: 'change',
    changedOn: '2026-03-02',
    what: 'Advice on collars was taken out.',
    why: 'The guideline no longer recommends them.',
    approvedBy: { _type: 'reference', _ref: 'person-mira-lindqvist' },
    ...overrides,
  };
}

export function aFigure(overrides: Partial<Figure> = {}): Figure {
  return {
    _type: 'figure',
    asset: { _type: 'reference', _ref: 'image-0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c-1600x1200-jpg' },
    alt: 'A woman holds her neck and looks sideways.',
    ...overrides,
  };
}

/** A figure in Portable Text, where Sanity requires a `_key`. */
export function aFigureItem(overrides: Partial<Figure> = {}): Figure & { _key: string } {
  return { _key: 'figure', ...aFigure(overrides) };
}

export function aCareCard(overrides: Partial<CareCard> = {}): CareCard {
  return {
    _type: 'careCard',
    _key: 'care-card',
    urgency: 'urgent',
    heading: 'See a doctor today if:',
    body: [aListItem('you also have a fever'), aListItem('light hurts your eyes')],
    ...overrides,
  };
}

export function aCallout(overrides: Partial<Callout> = {}): Callout {
  return {
    _type: 'callout',
    _key: 'callout',
    tone: 'note',
    title: 'Good to know',
    body: [aParagraph('Gentle movement does no harm.')],
    ...overrides,
  };
}

/** Deterministic keys, derived from the text. */
function keyFor(text: string): string {
  return slugOf(text).slice(0, 24) || 'blank';
}
