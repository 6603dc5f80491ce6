import { article } from './article.ts';
import { callToAction } from './call-to-action.ts';
import { draftOf } from './draft.ts';
import { feedback } from './feedback.ts';
import { feedbackTally } from './feedback-tally.ts';
import { page } from './page.ts';
import { person } from './person.ts';
import { placement } from './placement.ts';
import { redirect } from './redirect.ts';
import { reference } from './reference.ts';
import { settings } from './settings.ts';
import { topic } from './topic.ts';

/** The schema of every document type, by its `_type`, in the tier *publishable*. */
export const publishable = {
  article,
  callToAction,
  feedback,
  feedbackTally,
  literatureReference: reference,
  page,
  person,
  placement,
  redirect,
  settings,
  topic,
} as const;

export type DocumentType = keyof typeof publishable;

/** The same types in the tier *draft*. */
export const draft = {
  article: draftOf(article),
  callToAction: draftOf(callToAction),
  feedback: draftOf(feedback),
  feedbackTally: draftOf(feedbackTally),
  literatureReference: draftOf(reference),
  page: draftOf(page),
  person: draftOf(person),
  placement: draftOf(placement),
  redirect: draftOf(redirect),
  settings: draftOf(settings),
  topic: draftOf(topic),
} as const satisfies Record<DocumentType, unknown>;

/** The types that readers create through the site: no page shows them. */
export const feedbackTypes: ReadonlySet<string> = new Set<DocumentType>(['feedback', 'feedbackTally']);

/** Whether a type has a schema here. The lake's own types, such as assets, have none. */
export function isDocumentType(type: string): type is DocumentType {
  return Object.hasOwn(publishable, type);
}
