import { person } from '@bodytext/schema/person';
import { z } from 'zod';
import { parseDocuments } from './parse-document.ts';
import { queryWithFallback, type Read, type ReadContext } from './read.ts';
import { type Site, siteAnswer, siteGroq, siteOf } from './site.ts';
import { tag } from './tags.ts';
import type { Link } from './taxonomy.ts';

/** The data of the list of authors and reviewers. */
export type PeoplePage = {
  kind: 'people';
  site: Site;
  path: '/people';
  people: (Link & { role: string | undefined; credentials: string | undefined })[];
};

const groq = `{
  ${siteGroq},
  "people": *[_type == "person"] | order(name asc, _id asc)
}`;

/** The page at `/people`. */
export async function readPeoplePage(context: ReadContext): Promise<Read<PeoplePage>> {
  const { data: answer, stale } = await queryWithFallback(context, {
    name: 'people page',
    groq,
    params: {},
    parse: (value) => siteAnswer.extend({ people: z.array(z.unknown()) }).parse(value),
  });
  const { site, taxonomy, tags } = siteOf(context, answer);
  const people = parseDocuments(context, person, answer.people);
  return {
    data: {
      kind: 'people',
      site,
      path: '/people',
      people: people.map((one) => ({
        id: one._id,
        title: one.name,
        path: taxonomy.pathOf(one) ?? '',
        role: one.role,
        credentials: one.credentials,
      })),
    },
    tags: [...tags, tag.collection('person'), ...people.map(({ _id }) => tag.document(_id))],
    validUntil: null,
    stale,
  };
}
