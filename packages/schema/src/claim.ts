import { z } from 'zod';
import { whenFieldsAreValid } from './cross-field-rule.ts';
import { documentReferenceItem } from './document-reference.ts';
import { optionalText } from './text.ts';

/** What a claim stands on, the most settled first. */
export const standings = ['established', 'guideline', 'contested', 'opinion', 'livedExperience'] as const;
export type Standing = (typeof standings)[number];

/** The certainty of evidence in GRADE's terms. @see https://doi.org/10.1016/j.jclinepi.2019.10.014 */
export const certainties = ['high', 'moderate', 'low', 'veryLow'] as const;
export type Certainty = (typeof certainties)[number];

const backing = z.object({
  standing: z.enum(standings, { error: 'Say on what the claim stands.' }),
  references: z.array(documentReferenceItem('Choose the reference that is cited.', 'literatureReference')).optional(),
  /** Required for a contested claim: the view that most of medicine holds. */
  mainstreamView: optionalText({ length: 300, sentence: 'Shorten the mainstream view to 300 characters.' }),
});

const needsReference = new Set<Standing>(['established', 'guideline']);

/** An annotation on the words of a statement, with the evidence behind it. */
export const claim = z
  .object({
    _type: z.literal('claim'),
    _key: z.string(),
    ...backing.shape,
    certainty: z.enum(certainties, { error: 'Choose how certain it is.' }).optional(),
  })
  .refine(({ standing, references = [] }) => !needsReference.has(standing) || references.length > 0, {
    error: 'Cite what the claim rests on, or say that it is contested or an opinion.',
    path: ['references'],
    when: whenFieldsAreValid(backing),
  })
  .refine(({ standing, mainstreamView = '' }) => standing !== 'contested' || /\S/.test(mainstreamView), {
    error: 'Say what most of medicine holds: a contested claim must not stand alone.',
    path: ['mainstreamView'],
    when: whenFieldsAreValid(backing),
  });

export type Claim = z.infer<typeof claim>;
