import { addressOf } from '@bodytext/schema/address';
import { map } from 'rxjs';
import {
  type DocumentLocationResolver,
  type DocumentResolver,
  defineDocuments,
  type PresentationPluginOptions,
} from 'sanity/presentation';
import { z } from 'zod';
import { apiVersion } from './api-version.ts';

/** The Presentation tool: shows drafts on the site, and a click on a text opens its field. */
export function presentation(siteUrl: string): PresentationPluginOptions {
  return {
    title: 'Preview',
    allowOrigins: [siteUrl],
    previewUrl: {
      initial: siteUrl,
      previewMode: { enable: `${siteUrl}/api/preview/enable`, disable: `${siteUrl}/api/preview/disable` },
    },
    resolve: { mainDocuments, locations },
  };
}

/** Finds the document of a path: the last segment is its slug, the segment before is its topic's slug. */
const mainDocuments: DocumentResolver[] = defineDocuments([
  { route: '/', resolve: () => ({ filter: '_type == "settings"' }) },
  { route: '/people/:slug', filter: '_type == "person" && slug.current == $slug' },
  {
    route: '/:path+',
    resolve: ({ path }) => {
      const [slug = '', above = ''] = path.split('/').filter(Boolean).reverse();
      return { filter: above === '' ? topLevel : belowTopic, params: { slug, above } };
    },
  },
]);

const topLevel = 'slug.current == $slug && (_type == "page" || (_type == "topic" && !defined(parent)))';
const belowTopic = `slug.current == $slug && (
  (_type == "article" && topic->slug.current == $above) || (_type == "topic" && parent->slug.current == $above)
)`;

const answer = z.object({
  document: z.looseObject({ title: z.string().nullish(), name: z.string().nullish() }).nullish(),
  topics: z.array(z.looseObject({ _id: z.string() })),
});

const locationsQuery = {
  fetch: `{
    "document": *[_id == $id][0]{_id, _type, title, name, slug, topic, parent},
    "topics": *[_type == "topic"]{_id, _type, title, slug, parent}
  }`,
  listen: '*[_id == $id || _type == "topic"]',
};

const typesWithPage = new Set(['article', 'topic', 'page', 'person']);

/** The page of a document, for the links above its form. */
const locations: DocumentLocationResolver = ({ id, type }, { documentStore }) => {
  if (type === 'settings') return { message: 'This is used on every page.', tone: 'caution' };
  if (!typesWithPage.has(type)) return undefined;
  return documentStore
    .listenQuery(locationsQuery, { id }, { apiVersion, perspective: 'drafts', tag: 'presentation.locations' })
    .pipe(
      map((rows) => {
        const { document, topics } = answer.parse(rows);
        const byId = new Map(topics.map((topic) => [topic._id, topic]));
        const address = addressOf(document, (topic) => byId.get(topic));
        if (address === undefined) return { message: noAddress(type), tone: 'caution' as const };
        return { locations: [{ title: document?.title ?? document?.name ?? 'Untitled', href: address }] };
      }),
    );
};

function noAddress(type: string): string {
  return `No address yet: it needs a slug${type === 'article' ? ' and a topic' : ''}.`;
}
