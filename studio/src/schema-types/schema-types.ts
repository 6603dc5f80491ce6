import type { SchemaTypeDefinition } from '@sanity/types';
import { withSchemaRules } from '../validation/rules.ts';
import { article } from './article.ts';
import { callToAction } from './call-to-action.ts';
import { callout } from './callout.ts';
import { careCard } from './care-card.ts';
import { changeNote } from './change-note.ts';
import { feedback } from './feedback.ts';
import { feedbackTally } from './feedback-tally.ts';
import { figure } from './figure.ts';
import { page } from './page.ts';
import { person } from './person.ts';
import { placement } from './placement.ts';
import { redirect } from './redirect.ts';
import { reference } from './reference.ts';
import { section } from './section.ts';
import { seo } from './seo.ts';
import { settings } from './settings.ts';
import { topic } from './topic.ts';
import { withdrawal } from './withdrawal.ts';

const documents = [
  article,
  topic,
  callToAction,
  placement,
  person,
  reference,
  page,
  redirect,
  settings,
  feedback,
  feedbackTally,
];
const objects = [section, seo, figure, callout, careCard, changeNote, withdrawal];

/** All types of the Studio: this folder defines how they are shown, the schema package which values are valid. */
export const schemaTypes: SchemaTypeDefinition[] = [...documents, ...objects].map(withSchemaRules);
