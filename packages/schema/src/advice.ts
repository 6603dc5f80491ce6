import type { z } from 'zod';
import type { AnyDocument } from './document.ts';
import { draft } from './document-types.ts';
import type { Issue, IssuePath } from './issue.ts';
import { plainText } from './portable-text.ts';
import { referencesIn } from './references-in.ts';
import { isInFuture } from './review.ts';
import { sectionNames } from './section.ts';

type DraftArticle = z.output<typeof draft.article>;
type DraftCallToAction = z.output<typeof draft.callToAction>;
type DraftFeedback = z.output<typeof draft.feedback>;
type Advice<Document> = (document: Document) => Omit<Issue, 'severity'> | undefined;

const longestLead = 120;
const longestSearchTitle = 60;

/** Words that promise a cure: an express health claim, which needs competent and reliable evidence. */
const cureClaim = /\b(?:cures?|cured|curing|heals?|miracle|guaranteed?|pain[- ]free|banish(?:es)?)\b/i;

const articleAdvice: Advice<DraftArticle>[] = [
  ({ title, headline }) =>
    title !== undefined && title === headline
      ? { path: ['headline'], code: 'headline.sameAsTitle', message: 'Let the headline say more than the title does.' }
      : undefined,
  ({ lead }) =>
    countWords(plainText(lead ?? [])) > longestLead
      ? {
          path: ['lead'],
          code: 'lead.long',
          message: `Shorten the lead: readers in pain skip more than ${longestLead} words.`,
        }
      : undefined,
  ({ references = [], lead, ...document }) => {
    const listed = new Set(references.map(({ _ref }) => _ref));
    const texts = { lead, ...Object.fromEntries(sectionNames.map((name) => [name, document[name]])) };
    const unlisted = referencesIn(texts).find(({ id, path }) => isCited(path) && !listed.has(id));
    return (
      unlisted && {
        path: unlisted.path,
        code: 'citation.unlisted',
        message: 'Add this work to the article’s references: without a number there, readers don’t see it cited.',
      }
    );
  },
  ({ heroImage }) =>
    heroImage === undefined
      ? { path: ['heroImage'], code: 'heroImage.missing', message: 'Add an image: lists and shared links show it.' }
      : undefined,
  ({ reviewer, reviewedOn }) =>
    reviewer === undefined || reviewedOn === undefined
      ? {
          path: [reviewer === undefined ? 'reviewer' : 'reviewedOn'],
          code: 'review.missing',
          message: 'Name the reviewer and the day of the review: readers trust what an expert has checked.',
        }
      : undefined,
  ({ reviewedOn }) =>
    reviewedOn !== undefined && isInFuture(reviewedOn, new Date())
      ? {
          path: ['reviewedOn'],
          code: 'reviewedOn.future',
          message: 'This day is yet to come: give the day on which the expert checked the article.',
        }
      : undefined,
  (document) =>
    sectionNames.some((name) => document[name]?.body?.some((item) => item._type === 'careCard'))
      ? undefined
      : {
          path: ['what', 'body'],
          code: 'careCard.missing',
          message: 'Add a care card: when should a reader get help, and where?',
        },
  ({ seo }) =>
    seo?.description === undefined
      ? {
          path: ['seo'],
          code: 'seo.description.missing',
          message: 'Write a search description: without one, the lead’s beginning is shown.',
        }
      : undefined,
  ({ seo, headline }) =>
    seo?.title === undefined && (headline?.length ?? 0) > longestSearchTitle
      ? {
          path: ['seo'],
          code: 'seo.title.missing',
          message: `Write a search title: search engines cut headlines after about ${longestSearchTitle} characters.`,
        }
      : undefined,
];

const callToActionAdvice: Advice<DraftCallToAction>[] = [
  ({ heading = '', text = '', label = '' }) => {
    const claim = cureClaim.exec(`${heading} ${text} ${label}`);
    return claim === null
      ? undefined
      : {
          path: ['text'],
          code: 'callToAction.claim',
          message: `“${claim[0]}” promises a result. Health claims need solid evidence: say what it is, not what it will do.`,
        };
  },
];

/** An e-mail address, or a telephone number: at least nine digits, with at most three separators between them. */
const contactDetails = /[^\s@]@[^\s@]+\.[a-z]{2}|(?<![\w./-])\+?\(?\d(?:[ ()-]{0,3}\d){8,14}(?![\w/])/i;

const feedbackAdvice: Advice<DraftFeedback>[] = [
  ({ text = '' }) =>
    contactDetails.test(text)
      ? {
          path: ['text'],
          code: 'text.personal',
          message:
            'This may say how to reach somebody. Pass it on to nobody, and delete the report once it is handled.',
        }
      : undefined,
];

/** Issues of severity `advises`: they never block publication. */
export function advise(document: AnyDocument): Issue[] {
  if (document._type === 'article') return collect(articleAdvice, draft.article.safeParse(document));
  if (document._type === 'callToAction') return collect(callToActionAdvice, draft.callToAction.safeParse(document));
  if (document._type === 'feedback') return collect(feedbackAdvice, draft.feedback.safeParse(document));
  return [];
}

function collect<Document>(advice: Advice<Document>[], parsed: z.ZodSafeParseResult<Document>): Issue[] {
  if (!parsed.success) return [];
  return advice.flatMap((piece) => {
    const issue = piece(parsed.data);
    return issue === undefined ? [] : [{ ...issue, severity: 'advises' as const }];
  });
}

/** Whether a reference is a citation in the text or a claim's reference, not a link. */
function isCited(path: IssuePath): boolean {
  return path.includes('children') || path.includes('references');
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
