import type { Page } from '@bodytext/schema/page';
import { referencesIn } from '@bodytext/schema/references-in';
import { z } from 'zod';
import { linksTo } from './links.ts';
import { queryWithFallback, type Read, type ReadContext } from './read.ts';
import type { Site } from './site.ts';
import { tag } from './tags.ts';
import type { Link, Taxonomy } from './taxonomy.ts';

/** The data of a plain page. */
export type PlainPage = { kind: 'page'; site: Site; page: Page; path: string; links: Record<string, Link> };

/** Reads the addresses of a page's internal links. */
export async function readPlainPage(
  context: ReadContext,
  own: Page,
  { site, taxonomy }: { site: Site; taxonomy: Taxonomy },
): Promise<Read<PlainPage>> {
  const ids = [...new Set(referencesIn(own).map(({ id }) => id))];
  const { data: answer, stale } = await queryWithFallback(context, {
    name: 'around a page',
    about: own._id,
    groq: '{"linked": *[_id in $ids]{_id, _type, title, name, slug, topic, parent}}',
    params: { ids },
    parse: (value) => z.object({ linked: z.array(z.unknown()) }).parse(value),
  });
  const { links, tags } = linksTo(answer.linked, taxonomy);
  return {
    data: { kind: 'page', site, page: own, path: taxonomy.pathOf(own) ?? '', links },
    tags: [tag.document(own._id), ...ids.filter((id) => links[id] === undefined).map(tag.document), ...tags],
    validUntil: null,
    stale,
  };
}
