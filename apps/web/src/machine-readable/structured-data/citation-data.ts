import type { Reference } from '@bodytext/schema/reference';
import type { CreativeWork, ScholarlyArticle } from 'schema-dts';

const scholarly = new Set<Reference['kind']>(['guideline', 'review', 'trial', 'study']);

/** A work that an article rests on. */
export function citation({
  title,
  kind,
  authors,
  publisher,
  year,
  url,
  doi,
}: Reference): CreativeWork | ScholarlyArticle {
  return {
    '@type': scholarly.has(kind) ? 'ScholarlyArticle' : 'CreativeWork',
    name: title,
    creditText: authors,
    publisher: publisher === undefined ? undefined : { '@type': 'Organization', name: publisher },
    datePublished: year === undefined ? undefined : String(year),
    url: url ?? (doi && `https://doi.org/${encodeURI(doi)}`),
    identifier: doi && `doi:${doi}`,
  };
}
