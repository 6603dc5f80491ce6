import { z } from 'zod';
import { changeNote } from './change-note.ts';
import { whenFieldsAreValid } from './cross-field-rule.ts';
import { documentFields } from './document.ts';
import { documentReference, documentReferenceItem } from './document-reference.ts';
import { figure } from './figure.ts';
import { leadText } from './portable-text.ts';
import { section } from './section.ts';
import { seo } from './seo.ts';
import { slug } from './slug.ts';
import { day, moment, requiredText } from './text.ts';
import { withdrawal } from './withdrawal.ts';

const reviewDays = z.object({
  reviewedOn: day('Give the day of the last review.').optional(),
  /** Defaults to three years after the last review: see `reviewDueOn`. */
  nextReviewOn: day('Give the day on which the next review is due.').optional(),
});

/** An article explains one condition. */
export const article = z
  .object({
    ...documentFields,
    _type: z.literal('article'),
    title: requiredText('Give the article a title: the condition’s name.', {
      length: 80,
      sentence: 'Shorten the title to 80 characters: it is the condition’s name.',
    }),
    headline: requiredText('Write a headline.', { length: 120, sentence: 'Shorten the headline to 120 characters.' }),
    slug,
    lead: leadText,
    what: section('What it is'),
    causes: section('Causes'),
    ordeal: section('Ordeal'),
    heroImage: figure.optional(),
    topic: documentReference('Choose the topic that the article belongs to.', 'topic'),
    authors: z
      .array(documentReferenceItem('Choose the author.', 'person'), { error: 'Name at least one author.' })
      .min(1, { error: 'Name at least one author.' }),
    reviewer: documentReference('Choose the reviewer.', 'person').optional(),
    ...reviewDays.shape,
    references: z
      .array(documentReferenceItem('Choose the reference.', 'literatureReference'), {
        error: 'Add at least one reference: what the article rests on.',
      })
      .min(1, { error: 'Add at least one reference: what the article rests on.' }),
    /** The change log, latest first. */
    changes: z.array(changeNote).optional(),
    withdrawal: withdrawal.optional(),
    /** Set by the embedded lake. Hosted and older articles only have `_createdAt`, when the draft was created. */
    firstPublishedAt: moment('Leave the moment of the first publication as the lake noted it.').optional(),
    callToAction: documentReference('Choose the call to action.', 'callToAction').optional(),
    seo: seo.optional(),
  })
  .refine(
    ({ reviewedOn, nextReviewOn }) =>
      reviewedOn === undefined || nextReviewOn === undefined || reviewedOn < nextReviewOn,
    {
      error: 'The next review must come after the last one.',
      path: ['nextReviewOn'],
      when: whenFieldsAreValid(reviewDays),
    },
  );

export type Article = z.infer<typeof article>;
