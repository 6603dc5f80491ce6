import { readSite, type Site } from '@bodytext/content/site';
import type { GetServerSideProps } from 'next';
import Head from 'next/head';
import { FeedbackRefused } from '../components/feedback-refused.tsx';
import { Layout } from '../components/layout.tsx';
import { feedbackDesk } from '../feedback/feedback-desk.ts';
import { receive } from '../feedback/receive.ts';
import type { Refused } from '../feedback/submission.ts';
import { publishedContent } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import { unnamedSite } from '../unnamed-site.ts';
import { wordsIn } from '../words/words.ts';
import { WordsContext } from '../words/words-context.tsx';

export const config: object = { unstable_runtimeJS: false };

type Props = { site: Site; refused: Refused };

/** Takes the forms of article pages, and sends their readers back to where they were. */
export const getServerSideProps: GetServerSideProps<Props> = async ({ req, res }) => {
  res.setHeader('Cache-Control', 'private, no-store');
  const env = environment();
  if (req.method !== 'POST' || !env.takesFeedback) return { notFound: true };
  const received = await receive(req, feedbackDesk(), env);
  if (received.kind === 'taken') return { redirect: { destination: `${received.address}#thanks`, statusCode: 303 } };
  res.statusCode = received.status;
  if (received.status === 429) res.setHeader('Retry-After', '3600');
  const { problem, address, text } = received;
  // Whoever wrote something must get it back, whatever else fails.
  const site = await readSite(publishedContent()).then(
    ({ data }) => data,
    () => unnamedSite,
  );
  const props = { site, refused: { problem, address, text } };
  return { props: JSON.parse(JSON.stringify(props)) };
};

export default function FeedbackPage({ site, refused }: Props) {
  const words = wordsIn(site.settings.language);
  return (
    <WordsContext value={words}>
      <Head>
        <title>{`${words.feedback.refused} – ${site.settings.siteName}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <Layout site={site}>
        <FeedbackRefused {...refused} />
      </Layout>
    </WordsContext>
  );
}
