import Head from 'next/head';
import type { PageMetadata } from '../view/page-metadata.ts';

type Props = { metadata: PageMetadata; structuredData: object[] };

/** The `head` of a page, for browsers, search engines and social networks. */
export function PageHead({ metadata, structuredData }: Props) {
  const { title, description, canonical, siteName, language, kind, image, mayBeIndexed, alternates } = metadata;
  return (
    <Head>
      <title>{title}</title>
      {description && <meta name="description" content={description} />}
      {mayBeIndexed ? <link rel="canonical" href={canonical} /> : <meta name="robots" content="noindex" />}
      {alternates.map(({ href, type, title: name }) => (
        <link key={href} rel="alternate" href={href} type={type} title={name} />
      ))}
      <meta property="og:type" content={kind} />
      <meta property="og:title" content={metadata.headline} />
      {description && <meta property="og:description" content={description} />}
      <meta property="og:url" content={canonical} />
      <meta property="og:site_name" content={siteName} />
      <meta property="og:locale" content={language.replace('-', '_')} />
      {image && <meta property="og:image" content={image.url} />}
      {image && <meta property="og:image:alt" content={image.alt} />}
      {image && <meta name="twitter:card" content="summary_large_image" />}
      {structuredData.map((data) => (
        <script
          key={JSON.stringify(data)}
          type="application/ld+json"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: data, not markup; `<` is escaped.
          dangerouslySetInnerHTML={{ __html: jsonForHtml(data) }}
        />
      ))}
    </Head>
  );
}

/** JSON for a `script` element: `<` is escaped, so that no text can end the element. */
export function jsonForHtml(data: object): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
