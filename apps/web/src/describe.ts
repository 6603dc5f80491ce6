import type { Figure } from '@bodytext/schema/figure';
import { plainText } from '@bodytext/schema/portable-text';
import type { Seo } from '@bodytext/schema/seo';
import type { Withdrawal } from '@bodytext/schema/withdrawal';
import { feedFormats } from './feeds/feed.ts';
import { imageSource } from './media/media-url.ts';
import { hasShareImage } from './share-image/has-share-image.ts';
import { shorten } from './shorten.ts';
import type { PageProps, View } from './view.ts';
import { type Words, wordsIn } from './words/words.ts';

/** What a page says of itself to those who don't read it. */
export type Description = {
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
  /** The same in other formats, and feeds. */
  alternates: { href: string; type: string; title: string }[];
};

const longestDescription = 160;

/** Describes a page for search engines and social networks. What editors wrote for them wins. */
export function describe({ view, siteUrl, isPublic, edit }: PageProps): Description {
  const { siteName, language = 'en', tagline, description: about } = view.site.settings;
  const own = describeView(view);
  const description = own.seo?.description || own.text || about || tagline;
  return {
    title: view.kind === 'home' ? [siteName, tagline].filter(Boolean).join(': ') : `${own.title} – ${siteName}`,
    headline: view.kind === 'home' ? siteName : own.title,
    description: description && shorten(description, longestDescription),
    canonical: `${siteUrl}${view.kind === 'home' ? '/' : view.path}`,
    siteName,
    language,
    kind: own.kind,
    image:
      socialImage(own.seo?.image ?? (view.kind === 'article' ? undefined : own.image), siteUrl) ??
      drawnImage(view, siteUrl),
    mayBeIndexed: isPublic && edit === null && own.seo?.noIndex !== true && own.stands !== false,
    alternates: alternatesOf(view, siteUrl),
  };
}

function alternatesOf(view: View, siteUrl: string): Description['alternates'] {
  const { siteName } = view.site.settings;
  if (view.kind === 'article') {
    return [{ href: `${siteUrl}${view.path}.md`, type: 'text/markdown', title: view.article.title }];
  }
  if (view.kind === 'topic') return feedsOf(`${siteUrl}${view.path}`, `${view.topic.title} – ${siteName}`);
  return view.kind === 'home' ? feedsOf(siteUrl, siteName) : [];
}

/** The same feed in every format: readers of feeds take the one that they know. */
function feedsOf(base: string, title: string): Description['alternates'] {
  return Object.entries(feedFormats).map(([ending, { mimeType: type }]) => ({
    href: `${base}/feed.${ending}`,
    type,
    title,
  }));
}

type Own = {
  title: string;
  text: string | undefined;
  kind: Description['kind'];
  seo?: Seo | undefined;
  image?: Figure | undefined;
  /** False for what readers are told not to rely on. */
  stands?: boolean;
};

function describeView(view: View): Own {
  const words = wordsIn(view.site.settings.language);
  switch (view.kind) {
    case 'home':
      return { title: view.site.settings.siteName, text: undefined, kind: 'website', image: view.latest[0]?.image };
    case 'article':
      return view.article.withdrawal
        ? describeWithdrawn(view.article.title, view.article.withdrawal, words)
        : describeArticle(view);
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

/** Readers search for the condition: its name comes first, unless the headline has it already. */
function describeArticle({
  article: { title, headline, lead, seo, heroImage },
  review,
}: Extract<View, { kind: 'article' }>): Own {
  const names = headline.toLowerCase().includes(title.toLowerCase());
  return {
    title: seo?.title || (names ? headline : `${title}: ${headline}`),
    text: plainText(lead),
    kind: 'article',
    seo,
    image: heroImage,
    stands: review !== 'lapsed',
  };
}

/** Neither its headline, its lead nor what editors wrote for search engines: any of them may be what no longer stands. */
function describeWithdrawn(title: string, { withdrawnOn, notice }: Withdrawal, words: Words): Own {
  const said = words.withdrawn.on(words.day(withdrawnOn)).join('');
  return { title: words.withdrawn.title(title), text: `${said}. ${notice}`, kind: 'article', stands: false };
}

/** Every article has a picture of its own that is drawn for it, unless an editor chose one. */
function drawnImage(view: View, siteUrl: string): Description['image'] {
  if (!hasShareImage(view)) return undefined;
  const { title, headline } = view.article;
  return { url: `${siteUrl}/share${view.path}.png`, alt: `${title}: ${headline}` };
}

function socialImage(figure: Figure | undefined, siteUrl: string): Description['image'] {
  const source = figure && imageSource(figure, 'social', 'jpg', 1280);
  return source && figure ? { url: `${siteUrl}${source.src}`, alt: figure.alt } : undefined;
}
