import { readSite, type Site } from '@bodytext/content/site';
import type { GetServerSideProps } from 'next';
import Head from 'next/head';
import { z } from 'zod';
import { Layout } from '../components/layout.tsx';
import { Search } from '../components/search.tsx';
import { type FoundArticles, search } from '../search/find.ts';
import { patientLake, publishedContent } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import { wordsIn } from '../words/words.ts';
import { WordsContext } from '../words/words-context.tsx';

export const config: object = { unstable_runtimeJS: false };

type Props = { site: Site; query: string; found: FoundArticles | null; isAvailable: boolean };

const longestQuery = 200;
const asked = z.object({ q: z.string().catch('') });

/** What is searched for is nobody's business: the answer is kept nowhere, and the words are in no log. */
export const getServerSideProps: GetServerSideProps = async ({ query, res }) => {
  res.setHeader('Cache-Control', 'private, no-store');
  const text = asked.parse(query).q.slice(0, longestQuery).trim();
  const { data: site } = await readSite(publishedContent());
  const found = text === '' ? null : await find(text);
  if (found === undefined) res.statusCode = 503;
  const props: Props = { site, query: text, found: found ?? null, isAvailable: found !== undefined };
  return { props: JSON.parse(JSON.stringify(props)) };
};

async function find(text: string): Promise<FoundArticles | undefined> {
  try {
    return await search(environment().dataDir, patientLake).find(text);
  } catch (cause) {
    console.error('Search could not answer.', cause);
    return undefined;
  }
}

export default function SearchPage({ site, query, found, isAvailable }: Props) {
  const words = wordsIn(site.settings.language);
  const title = query === '' ? words.search.title : `${query} – ${words.search.title}`;
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
