import { readHomePage } from '@bodytext/content/home-page';
import type { GetStaticProps } from 'next';
import Head from 'next/head';
import { Layout } from '../components/layout.tsx';
import { NotFound } from '../components/not-found.tsx';
import { pageProps } from '../server/page-props.ts';
import { fallbackSite } from '../view/fallback-site.ts';
import type { PageProps } from '../view/view.ts';
import { wordsIn } from '../words/words.ts';
import { WordsContext } from '../words/words-context.tsx';

export const config: object = { unstable_runtimeJS: false };

/** While the lake fails, the page is shown without topics. */
export const getStaticProps: GetStaticProps = async () => {
  const isBuild = process.env.NEXT_PHASE === 'phase-production-build';
  if (isBuild) return { props: {}, revalidate: 1 };
  return pageProps(readHomePage, undefined).catch(() => ({ props: {}, revalidate: 1 }));
};

export default function NotFoundPage({ view }: Partial<PageProps>) {
  const topics = view?.kind === 'home' ? view.topics : [];
  const site = view?.site ?? fallbackSite;
  const words = wordsIn(site.settings.language);
  return (
    <WordsContext value={words}>
      <Head>
        <title>{words.notFound.title}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <Layout site={site}>
        <NotFound topics={topics} />
      </Layout>
    </WordsContext>
  );
}
