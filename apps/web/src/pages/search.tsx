import { readSite, type Site } from '@bodytext/content/site';
import type { GetServerSideProps } from 'next';
import Head from 'next/head';
import { Layout } from '../components/layout.tsx';
import { Search } from '../components/search.tsx';
import { type FoundArticles, search } from '../search/search.ts';
import { parseSearchParams } from '../search/search-params.ts';
import { createCallers } from '../server/callers.ts';
import { bulkLake, publishedContent } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import type { Caller } from '../server/fair-queue.ts';
import { wordsIn } from '../words/words.ts';
import { WordsContext } from '../words/words-context.tsx';

export const config: object = { unstable_runtimeJS: false };

type Props = { site: Site; query: string; found: FoundArticles | null; isAvailable: boolean };

/** For privacy, the answer is not cached anywhere, and the query is not logged. */
export const getServerSideProps: GetServerSideProps = async ({ query, req, res }) => {
  res.setHeader('Cache-Control', 'private, no-store');
  const { text, page } = parseSearchParams(query);
  const { data: site } = await readSite(publishedContent());
  const found = text === '' ? null : await find(text, page, callers.of(req));
  if (found === undefined) res.statusCode = 503;
  const props: Props = { site, query: text, found: found ?? null, isAvailable: found !== undefined };
  return { props: JSON.parse(JSON.stringify(props)) };
};

const callers = createCallers(environment().proxies);

async function find(text: string, page: number, caller: Caller): Promise<FoundArticles | undefined> {
  try {
    return await search(environment().dataDir, bulkLake).find(text, page, caller);
  } catch (cause) {
    console.error('Search could not answer.', cause);
    return undefined;
  }
}

export default function SearchPage({ site, query, found, isAvailable }: Props) {
  const words = wordsIn(site.settings.language);
  const page = found && found.page > 1 ? [words.search.page(found.page, found.pages)] : [];
  const title = [...(query === '' ? [] : [query]), ...page, words.search.title].join(' – ');
  return (
    <WordsContext value={words}>
      <Head>
        <title>{`${title} – ${site.settings.siteName}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <Layout site={site}>
        <Search query={query} found={isAvailable ? found : undefined} topics={site.topics} />
      </Layout>
    </WordsContext>
  );
}
