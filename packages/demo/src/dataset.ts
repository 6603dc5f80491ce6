import { articleDocument, articleId } from './article.ts';
import { facetJointPain } from './articles/facet-joint-pain.ts';
import { lowerBackSpasm } from './articles/lower-back-spasm.ts';
import { medicationOveruseHeadache } from './articles/medication-overuse-headache.ts';
import { menstrualMigraine } from './articles/menstrual-migraine.ts';
import { migraineWithAura } from './articles/migraine-with-aura.ts';
import { perimenopauseMigraine } from './articles/perimenopause-migraine.ts';
import { sciatica } from './articles/sciatica.ts';
import { stiffNeck } from './articles/stiff-neck.ts';
import { tensionHeadache } from './articles/tension-headache.ts';
import { upperBackPain } from './articles/upper-back-pain.ts';
import { callsToAction, placements } from './calls-to-action.ts';
import { aboutPages } from './pages/about-pages.ts';
import { toolPages } from './pages/tool-pages.ts';
import { people, photoOf } from './people.ts';
import { keyed, reference } from './portable-text.ts';
import { references } from './references.ts';
import { settings } from './settings.ts';
import { topics } from './topics.ts';

export const articles = [
  lowerBackSpasm,
  sciatica,
  facetJointPain,
  stiffNeck,
  upperBackPain,
  migraineWithAura,
  menstrualMigraine,
  perimenopauseMigraine,
  tensionHeadache,
  medicationOveruseHeadache,
];

const slugOf = (current: string) => ({ _type: 'slug', current });

const referenceDocuments = Object.entries(references).map(([name, work]) => ({
  _id: `reference-${name}`,
  _type: 'literatureReference',
  ...work,
}));

const topicDocuments = topics.map(({ slug, parent, ...topic }) => ({
  _id: `topic-${slug}`,
  _type: 'topic',
  ...topic,
  slug: slugOf(slug),
  ...(parent && { parent: reference(`topic-${parent}`) }),
}));

const personDocuments = people.map((person) => {
  const { slug, name, role, credentials, bio } = person;
  const photo = photoOf(person);
  return { _id: `person-${slug}`, _type: 'person', name, slug: slugOf(slug), role, credentials, bio, photo };
});

const callToActionDocuments = callsToAction.map(({ slug, ...callToAction }) => ({
  _id: `call-to-action-${slug}`,
  _type: 'callToAction',
  ...callToAction,
}));

const placementDocuments = placements.map(({ slug, callToAction, topic, ...placement }) => ({
  _id: `placement-${slug}`,
  _type: 'placement',
  ...placement,
  callToAction: reference(`call-to-action-${callToAction}`),
  ...(topic && { topic: reference(`topic-${topic}`) }),
  enabled: true,
}));

const pageDocuments = [...aboutPages, ...toolPages].map(({ slug, ...page }) => ({
  _id: `page-${slug}`,
  _type: 'page',
  ...page,
  slug: slugOf(slug),
}));

const settingsDocument = {
  _id: 'settings',
  _type: 'settings',
  ...settings,
  footerPages: settings.footerPages.map((slug) => reference(`page-${slug}`)),
};

const redirectDocument = {
  _id: 'redirect-back-spasm',
  _type: 'redirect',
  from: '/back-pain/back-spasm',
  target: reference(articleId('lower-back-spasm')),
};

/**
 * Every document in the format of a Sanity dataset export: images refer to their files by `_sanityAsset`. Targets come
 * before the documents that refer to them.
 */
export const datasetDocuments: unknown[] = [
  ...referenceDocuments,
  ...topicDocuments,
  ...personDocuments,
  ...callToActionDocuments,
  ...placementDocuments,
  ...articles.map(articleDocument),
  ...pageDocuments,
  settingsDocument,
  redirectDocument,
].map(keyed);

/** The dataset file, in NDJSON. */
export function datasetFile(): string {
  return datasetDocuments.map((document) => `${JSON.stringify(document)}\n`).join('');
}
