import type { Person as PersonContent } from '@bodytext/schema/person';
import { plainText } from '@bodytext/schema/portable-text';
import type { MedicalCondition, MedicalWebPage, Organization, Person, WithContext } from 'schema-dts';
import { truncate } from '../../text/truncate.ts';
import type { PageMetadata } from '../../view/page-metadata.ts';
import type { ArticleView } from '../../view/view.ts';
import { citation } from './citation-data.ts';
import { claimsData } from './claim-data.ts';

/** An article, as a MedicalWebPage about a condition. */
export function articleData(
  view: ArticleView,
  { canonical, headline, description, language, image }: PageMetadata,
  publisher: Organization,
): WithContext<MedicalWebPage> {
  const { article, authors, reviewer, references } = view;
  const siteUrl = new URL(canonical).origin;
  const claims = claimsData(view);
  return {
    '@context': 'https://schema.org',
    '@type': 'MedicalWebPage',
    '@id': canonical,
    url: canonical,
    name: headline,
    headline: article.headline,
    description,
    inLanguage: language,
    image: image?.url,
    about: condition(view),
    mainEntity: condition(view),
    medicalAudience: { '@type': 'MedicalAudience', audienceType: 'Patient' },
    author: authors.map((author) => personReference(author, siteUrl)),
    reviewedBy: reviewer && personReference(reviewer, siteUrl),
    lastReviewed: reviewer && article.reviewedOn,
    datePublished: article.firstPublishedAt ?? article._createdAt,
    dateModified: article._updatedAt,
    citation: references.map(citation),
    mentions: claims.length === 0 ? undefined : claims,
    publisher,
  };
}

function condition({ article }: ArticleView) {
  return {
    '@type': 'MedicalCondition',
    name: article.title,
    description: truncate(plainText(article.what.body), 300),
  } satisfies MedicalCondition;
}

/** A person in short; the `@id` is that of the person's own page, which has more. */
export function personReference({ name, slug, role, credentials }: PersonContent, siteUrl: string) {
  return {
    '@type': 'Person',
    '@id': `${siteUrl}/people/${slug.current}`,
    url: `${siteUrl}/people/${slug.current}`,
    name,
    jobTitle: role,
    honorificSuffix: credentials,
  } satisfies Person;
}
