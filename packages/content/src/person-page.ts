import type { Person } from '@bodytext/schema/person';
import { referencesIn } from '@bodytext/schema/references-in';
import { z } from 'zod';
import { linksTo } from './links.ts';
import { queryWithFallback, type Read, type ReadContext } from './read.ts';
import type { Site } from './site.ts';
import { tag } from './tags.ts';
import type { Link, Taxonomy } from './taxonomy.ts';
import { listed, type Teaser, teaserProjection, teasersOf } from './teaser.ts';

/** The data of a person's page. */
export type PersonPage = {
  kind: 'person';
  site: Site;
  person: Person;
  path: string;
  links: Record<string, Link>;
  wrote: Teaser[];
  reviewed: Teaser[];
};

const groq = `{
  "linked": *[_id in $ids]{_id, _type, title, name, slug, topic, parent},
  "wrote": *[${listed} && $id in authors[]._ref] | order(title asc, _id asc) ${teaserProjection},
  "reviewed": *[${listed} && reviewer._ref == $id] | order(title asc, _id asc) ${teaserProjection}
}`;

const answerShape = z.object({
  linked: z.array(z.unknown()),
  wrote: z.array(z.unknown()),
  reviewed: z.array(z.unknown()),
});

/** Reads the articles that a person wrote and reviewed. */
export async function readPersonPage(
  context: ReadContext,
  own: Person,
  { site, taxonomy }: { site: Site; taxonomy: Taxonomy },
): Promise<Read<PersonPage>> {
  const ids = [...new Set(referencesIn(own).map(({ id }) => id))];
  const { data: answer, stale } = await queryWithFallback(context, {
    name: 'around a person',
    about: own._id,
    groq,
    params: { id: own._id, ids },
    parse: (value) => answerShape.parse(value),
  });
  const { links, tags: linkTags } = linksTo(answer.linked, taxonomy);
  const wrote = teasersOf(context, taxonomy, answer.wrote);
  const reviewed = teasersOf(context, taxonomy, answer.reviewed);
  const shown = [...wrote, ...reviewed];
  return {
    data: { kind: 'person', site, person: own, path: taxonomy.pathOf(own) ?? '', links, wrote, reviewed },
    tags: [
      tag.document(own._id),
      tag.byline(own._id),
      ...ids.filter((id) => links[id] === undefined).map(tag.document),
      ...linkTags,
      ...shown.flatMap((teaser) => teaser.tags),
    ],
    validUntil: null,
    stale,
  };
}
