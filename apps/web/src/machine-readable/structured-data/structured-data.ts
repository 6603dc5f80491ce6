import type { Link } from '@bodytext/content/taxonomy';
import type { BreadcrumbList, Organization, Thing, WebPage, WebSite, WithContext } from 'schema-dts';
import { pageMetadata } from '../../view/page-metadata.ts';
import type { PageProps } from '../../view/view.ts';
import { wordsIn } from '../../words/words.ts';
import { articleData } from './article-data.ts';
import { personData } from './person-data.ts';

/** The JSON-LD of a page. @see https://schema.org */
export function structuredData(props: PageProps): WithContext<Thing>[] {
  const { view, siteUrl } = props;
  const metadata = pageMetadata(props);
  switch (view.kind) {
    case 'home':
      return [{ '@context': 'https://schema.org', ...webSite(props) }];
    case 'article':
      return [
        view.article.withdrawal
          ? withdrawnData(props, view.article.title)
          : articleData(view, metadata, publisher(props)),
        breadcrumbData([...view.breadcrumb, { title: view.article.title, path: view.path }], props),
      ];
    case 'topic':
      return [
        { '@context': 'https://schema.org', ...webPage(props, 'CollectionPage') },
        breadcrumbData([...view.breadcrumb, { title: view.topic.title, path: view.path }], props),
      ];
    case 'aToZ':
    case 'people':
      return [
        { '@context': 'https://schema.org', ...webPage(props, 'CollectionPage') },
        breadcrumbData([{ title: metadata.headline, path: view.path }], props),
      ];
    case 'person':
      return [
        personData(view, siteUrl),
        breadcrumbData(
          [
            { title: wordsIn(view.site.settings.language).people, path: '/people' },
            { title: view.person.name, path: view.path },
          ],
          props,
        ),
      ];
    case 'page':
      return [
        { '@context': 'https://schema.org', ...webPage(props, 'WebPage') },
        breadcrumbData([{ title: view.page.title, path: view.path }], props),
      ];
  }
}

/** Only the name of the condition: any statement about it may be what was withdrawn. */
function withdrawnData(props: PageProps, title: string): WithContext<WebPage> {
  return {
    '@context': 'https://schema.org',
    ...webPage(props, 'WebPage'),
    name: title,
    creativeWorkStatus: 'Withdrawn',
  };
}

function webPage(props: PageProps, type: 'WebPage' | 'CollectionPage') {
  const { canonical, headline, description, language } = pageMetadata(props);
  return {
    '@type': type,
    '@id': canonical,
    url: canonical,
    name: headline,
    description,
    inLanguage: language,
    isPartOf: webSite(props),
  } satisfies WebPage;
}

function webSite(props: PageProps) {
  const { siteName, description } = props.view.site.settings;
  return {
    '@type': 'WebSite',
    '@id': `${props.siteUrl}/#website`,
    url: `${props.siteUrl}/`,
    name: siteName,
    description,
    publisher: publisher(props),
  } satisfies WebSite;
}

function publisher({ view, siteUrl }: PageProps) {
  const { organisation, siteName } = view.site.settings;
  return { '@type': 'Organization', name: organisation ?? siteName, url: `${siteUrl}/` } satisfies Organization;
}

function breadcrumbData(
  steps: Pick<Link, 'title' | 'path'>[],
  { view, siteUrl }: PageProps,
): WithContext<BreadcrumbList> {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: [{ title: wordsIn(view.site.settings.language).home, path: '/' }, ...steps].map(
      ({ title, path }, index) => ({
        '@type': 'ListItem',
        position: index + 1,
        name: title,
        item: `${siteUrl}${path}`,
      }),
    ),
  };
}
