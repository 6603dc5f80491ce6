import type { Person as PersonContent } from '@bodytext/schema/person';
import { plainText } from '@bodytext/schema/portable-text';
import type { MedicalCondition, MedicalWebPage, Organization, Person, WithContext } from 'schema-dts';
import type { Description } from '../describe.ts';
import { shorten } from '../shorten.ts';
import type { ArticleView } from '../view.ts';
import { citation } from './citation-data.ts';
import { claimsData } from './claim-data.ts';

/** An article as a medical web page about a condition. */
export function articleData(
  view: ArticleView,
  { canonical, headline, description, language, image }: Description,
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
    description: shorten(plainText(article.what.body), 300),
  } satisfies MedicalCondition;
}

/** Who a page names: the person's own page says more. */
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
