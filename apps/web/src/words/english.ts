import type { Disclosure } from '@bodytext/schema/call-to-action';
import type { Urgency } from '@bodytext/schema/care-card';
import type { Certainty, Standing } from '@bodytext/schema/claim';
import type { Problem } from '../feedback/submission.ts';
import type { Formats } from './formats.ts';
import { around } from './sentence.ts';

/** The catalogue of a language: every text of the interface. */
export type Words = ReturnType<typeof english>;

const standings: Record<Standing, string> = {
  established: 'established',
  guideline: 'guideline',
  contested: 'contested',
  opinion: 'opinion',
  livedExperience: 'lived experience',
};

const certainties: Record<Certainty, string> = {
  high: 'high certainty',
  moderate: 'moderate certainty',
  low: 'low certainty',
  veryLow: 'very low certainty',
};

/** The English catalogue. Another language is another function of this type, with an entry in `words.ts`. */
export function english({ day, counted, list }: Formats) {
  return {
    day,
    list,
    skipToContent: 'Skip to content',
    home: 'Home',
    topics: 'Topics and search',
    aToZ: {
      title: 'Conditions A to Z',
      short: 'A to Z',
      under: (letter: string) => `Conditions: ${letter}`,
      letters: 'Letters',
      description: 'Every condition that is explained here, in the order of the alphabet.',
    },
    people: 'People',
    peopleLead: 'Who writes here, and who checks what is written.',
    search: {
      title: 'Search',
      label: 'Search for a condition or a symptom',
      button: 'Search',
      found: (total: number, query: string) =>
        `${counted(total, { one: '# article', other: '# articles' })} for “${query}”`,
      nothing: (query: string) => `Nothing was found for “${query}”`,
      corrected: (query: string) => `No article has “${query}” in it, so we searched for something close to it.`,
      pages: 'Pages of results',
      page: (page: number, pages: number) =>
        `${counted(page, { other: 'Page #' })} ${counted(pages, { other: 'of #' })}`,
      previous: 'Previous page',
      next: 'Next page',
      instead: around('Try fewer or other words, or look through '),
      unavailable: 'Search is not available right now. Please try again in a moment.',
    },
    breadcrumb: 'You are here',
    onThisPage: 'On this page',
    by: around('By '),
    reviewedBy: around('Medically reviewed by '),
    lastReviewed: around('Last reviewed '),
    nextReview: around('Next review due '),
    overdue: '(overdue)',
    readingTime: (minutes: number) => counted(minutes, { one: '# minute to read', other: '# minutes to read' }),
    share: 'Send this page by e-mail',
    lapsed: {
      title: 'This page is out of date',
      text: (due: string) =>
        `It was due to be checked by an expert by ${day(due)}, and has not been. What it says may no longer be right: ask a clinician before you act on it.`,
    },
    withdrawn: {
      kicker: 'Withdrawn',
      title: (title: string) => `${title} (withdrawn)`,
      on: around('This article was withdrawn on '),
      instead: around('Read instead: '),
    },
    changes: {
      title: 'What has changed',
      approvedBy: (name: string) => `(Approved by ${name})`,
    },
    neighbours: {
      title: (topic: string) => `Before and after in ${topic}`,
      previous: 'Previous:',
      next: 'Next:',
    },
    claim: {
      standing: standings,
      certainty: certainties,
      note: (standing: Standing, certainty: Certainty | undefined) =>
        `(${[standings[standing], certainty && certainties[certainty]].filter(Boolean).join(', ')})`,
      mainstream: (view: string) => `What most of medicine holds: ${view}`,
    },
    livedExperience: 'Lived experience',
    livedExperienceNote: 'What it is like, and what helps along the way. Everyone’s experience is different.',
    references: 'References',
    reference: (number: number) => `Reference ${number}`,
    /** Each back link needs a unique name: screen readers list links without their context. */
    backToText: (reference: number, place: number, places: number) =>
      `Back to where reference ${reference} is cited${places === 1 ? '' : `, place ${place} of ${places}`}`,
    doi: 'DOI',
    accessed: (on: string) => `(read on ${day(on)})`,
    credit: (credit: string) => `Image: ${credit}`,
    latest: 'Latest articles',
    related: (topic: string) => `More about ${topic}`,
    allTopics: 'All topics',
    browse: 'Browse by topic',
    articlesIn: (topic: string) => `Articles about ${topic}`,
    moreArticles: 'There are more articles than these: find all of them from A to Z',
    nothingYet: 'Nothing is published here yet.',
    wrote: (name: string) => `Written by ${name}`,
    reviewed: (name: string) => `Reviewed by ${name}`,
    profiles: 'Elsewhere',
    about: 'About this site',
    emergency: 'In an emergency:',
    draft: 'Draft preview',
    leaveDraft: 'Leave the preview',
    notFound: {
      title: 'This page can’t be found',
      text: 'The address may be mistyped, or the page was taken down. Nothing is wrong on your side.',
      ways: 'Where to go from here',
    },
    broken: {
      title: 'This page can’t be shown right now',
      text: 'Something went wrong on our side. Please try again in a moment.',
      urgent: 'If you or someone else needs help now, don’t wait for this page: call your local emergency number.',
      home: 'Go to the home page',
    },
    feedback: {
      title: 'Was this page useful?',
      yes: 'Yes',
      no: 'No',
      thanks: 'Thank you. It reaches the editors, and nothing about you does.',
      report: 'Report a mistake on this page',
      mistake: 'What is wrong, or missing?',
      hint: (maxLength: number) =>
        `The editors read it, but can’t answer you: nothing is kept of who sent it. Please write no names, no addresses and nothing about your own health. ${counted(maxLength, { one: '# character', other: '# characters' })} at most.`,
      send: 'Send',
      honeypot: 'Leave this field empty:',
      refused: 'This could not be sent',
      problems: {
        otherOrigin: 'It was not sent from a page of this site. Please open the page here and try again.',
        notAForm: 'It was not sent as a form. Please open the page and try again.',
        unreadable: 'The form was not complete. Please open the page and try again.',
        tooLarge: 'It is too long. Please shorten it and try again.',
        honeypot:
          'A field that nobody sees was filled in, which only programs do. If you are none, please send it again.',
        empty: 'It says nothing yet. Please write what is wrong.',
        tooLong: 'It is too long. Please shorten it and send it again.',
        rateLimited: 'More has been sent than we can take just now. Please try again in an hour.',
        notQueued: 'Something went wrong on our side. Please try again in a moment.',
      } satisfies Record<Problem, string>,
      back: 'Back to the page',
    },
    urgency: {
      nonUrgent: 'Non-urgent advice:',
      urgent: 'Urgent advice:',
      emergency: 'Immediate action required:',
    } satisfies Record<Urgency, string>,
    disclosure: {
      none: undefined,
      ownProduct: () => 'Our own product',
      affiliate: (sponsor: string) => `Affiliate link: we earn a commission from ${sponsor}`,
      sponsored: (sponsor: string) => `Sponsored by ${sponsor}`,
    } satisfies Record<Disclosure, ((sponsor: string) => string) | undefined>,
  };
}
