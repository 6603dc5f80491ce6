import type { Figure } from '@bodytext/schema/figure';
import { plainText } from '@bodytext/schema/portable-text';
import type { Seo } from '@bodytext/schema/seo';
import type { Withdrawal } from '@bodytext/schema/withdrawal';
import { feedFormats } from '../machine-readable/feed.ts';
import { imageSource } from '../media/media-url.ts';
import { hasShareImage } from '../media/share-image/has-share-image.ts';
import { truncate } from '../text/truncate.ts';
import { type Words, wordsIn } from '../words/words.ts';
import type { PageProps, View } from './view.ts';

/** The metadata in a page's head. */
export type PageMetadata = {
  title: string;
  /** The title without the site's name. */
  headline: string;
  description: string | undefined;
  canonical: string;
  siteName: string;
  /** BCP 47. */
  language: string;
  kind: 'website' | 'article' | 'profile';
  image: { url: string; alt: string } | undefined;
  mayBeIndexed: boolean;
  /** The page in other formats, and feeds. */
  alternates: { href: string; type: string; title: string }[];
};

const maxDescription = 160;

/** The metadata of a page. An article's SEO fields take precedence. */
export function pageMetadata({ view, siteUrl, isPublic, edit }: PageProps): PageMetadata {
  const { siteName, language = 'en', tagline, description: about } = view.site.settings;
  const own = metadataOf(view);
  const description = own.seo?.description || own.text || about || tagline;
  return {
    title: view.kind === 'home' ? [siteName, tagline].filter(Boolean).join(': ') : `${own.title} – ${siteName}`,
    headline: view.kind === 'home' ? siteName : own.title,
    description: description && truncate(description, maxDescription),
    canonical: `${siteUrl}${view.kind === 'home' ? '/' : view.path}`,
    siteName,
    language,
    kind: own.kind,
    image:
      socialImage(own.seo?.image ?? (view.kind === 'article' ? undefined : own.image), siteUrl) ??
      shareImage(view, siteUrl),
    mayBeIndexed: isPublic && edit === null && own.seo?.noIndex !== true && own.isReliable !== false,
    alternates: alternatesOf(view, siteUrl),
  };
}

function alternatesOf(view: View, siteUrl: string): PageMetadata['alternates'] {
  const { siteName } = view.site.settings;
  if (view.kind === 'article') {
    return [{ href: `${siteUrl}${view.path}.md`, type: 'text/markdown', title: view.article.title }];
  }
  if (view.kind === 'topic') return feedsOf(`${siteUrl}${view.path}`, `${view.topic.title} – ${siteName}`);
  return view.kind === 'home' ? feedsOf(siteUrl, siteName) : [];
}

/** The same feed in every format: feed readers choose one that they support. */
function feedsOf(base: string, title: string): PageMetadata['alternates'] {
  return Object.entries(feedFormats).map(([ending, { mimeType: type }]) => ({
    href: `${base}/feed.${ending}`,
    type,
    title,
  }));
}

type Own = {
  title: string;
  text: string | undefined;
  kind: PageMetadata['kind'];
  seo?: Seo | undefined;
  image?: Figure | undefined;
  /** False for content that readers are told not to rely on. */
  isReliable?: boolean;
};

function metadataOf(view: View): Own {
  const words = wordsIn(view.site.settings.language);
  switch (view.kind) {
    case 'home':
      return { title: view.site.settings.siteName, text: undefined, kind: 'website', image: view.latest[0]?.image };
    case 'article':
      return view.article.withdrawal
        ? withdrawnMetadata(view.article.title, view.article.withdrawal, words)
        : articleMetadata(view);
    case 'aToZ':
      return {
        title: view.letter === undefined ? words.aToZ.title : words.aToZ.under(view.letter),
        text: words.aToZ.description,
        kind: 'website',
      };
    case 'people':
      return { title: words.people, text: words.peopleLead, kind: 'website' };
    case 'topic':
      return { title: view.topic.title, text: view.topic.summary, kind: 'website' };
    case 'person':
      return { title: view.person.name, text: plainText(view.person.bio ?? []), kind: 'profile' };
    case 'page':
      return { title: view.page.title, text: view.page.summary, kind: 'website', seo: view.page.seo };
  }
}

/** Readers search for the condition: the page title starts with it, unless the headline contains it. */
function articleMetadata({
  article: { title, headline, lead, seo, heroImage },
  review,
}: Extract<View, { kind: 'article' }>): Own {
  const hasTitle = headline.toLowerCase().includes(title.toLowerCase());
  return {
    title: seo?.title || (hasTitle ? headline : `${title}: ${headline}`),
    text: plainText(lead),
    kind: 'article',
    seo,
    image: heroImage,
    isReliable: review !== 'lapsed',
  };
}

/** Without the headline, the lead and the SEO fields: any of them may state what was withdrawn. */
function withdrawnMetadata(title: string, { withdrawnOn, notice }: Withdrawal, words: Words): Own {
  const sentence = words.withdrawn.on(words.day(withdrawnOn)).join('');
  return { title: words.withdrawn.title(title), text: `${sentence}. ${notice}`, kind: 'article', isReliable: false };
}

/** The generated share image, for articles without an SEO image. */
function shareImage(view: View, siteUrl: string): PageMetadata['image'] {
  if (!hasShareImage(view)) return undefined;
  const { title, headline } = view.article;
  return { url: `${siteUrl}/share${view.path}.png`, alt: `${title}: ${headline}` };
}

function socialImage(figure: Figure | undefined, siteUrl: string): PageMetadata['image'] {
  const source = figure && imageSource(figure, 'social', 'jpg', 1280);
  return source && figure ? { url: `${siteUrl}${source.src}`, alt: figure.alt } : undefined;
}
