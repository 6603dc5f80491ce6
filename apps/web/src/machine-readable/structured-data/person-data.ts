import type { PersonPage } from '@bodytext/content/person-page';
import { plainText } from '@bodytext/schema/portable-text';
import type { ProfilePage, WithContext } from 'schema-dts';
import { imageSource } from '../../media/media-url.ts';
import { truncate } from '../../text/truncate.ts';
import { personReference } from './article-data.ts';

/** A person's page. */
export function personData({ person, path }: PersonPage, siteUrl: string): WithContext<ProfilePage> {
  const photo = person.photo && imageSource(person.photo, 'square', 'jpg', 480);
  return {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    '@id': `${siteUrl}${path}#page`,
    url: `${siteUrl}${path}`,
    mainEntity: {
      ...personReference(person, siteUrl),
      description: person.bio && truncate(plainText(person.bio), 300),
      image: photo && `${siteUrl}${photo.src}`,
      sameAs: person.profileUrls,
    },
  };
}
