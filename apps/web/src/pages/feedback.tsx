import { readSite, type Site } from '@bodytext/content/site';
import type { GetServerSideProps } from 'next';
import Head from 'next/head';
import { FeedbackRejected } from '../components/feedback-rejected.tsx';
import { Layout } from '../components/layout.tsx';
import { feedbackService } from '../feedback/feedback-service.ts';
import { receive } from '../feedback/receive.ts';
import type { Rejection } from '../feedback/submission.ts';
import { publishedContent } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import { fallbackSite } from '../view/fallback-site.ts';
import { wordsIn } from '../words/words.ts';
import { WordsContext } from '../words/words-context.tsx';

export const config: object = { unstable_runtimeJS: false };

type Props = { site: Site; rejection: Rejection };

/** Accepts the feedback forms of article pages, and redirects back to the article. */
export const getServerSideProps: GetServerSideProps<Props> = async ({ req, res }) => {
  res.setHeader('Cache-Control', 'private, no-store');
  const env = environment();
  if (req.method !== 'POST' || !env.takesFeedback) return { notFound: true };
  const received = await receive(req, feedbackService(), env);
  if (received.kind === 'accepted') return { redirect: { destination: `${received.address}#thanks`, statusCode: 303 } };
  res.statusCode = received.status;
  if (received.status === 429) res.setHeader('Retry-After', '3600');
  const { problem, address, text } = received;
  // Even while the lake fails, readers must get their text back.
  const site = await readSite(publishedContent()).then(
    ({ data }) => data,
    () => fallbackSite,
  );
  const props = { site, rejection: { problem, address, text } };
  return { props: JSON.parse(JSON.stringify(props)) };
};

export default function FeedbackPage({ site, rejection }: Props) {
  const words = wordsIn(site.settings.language);
  return (
    <WordsContext value={words}>
      <Head>
        <title>{`${words.feedback.refused} – ${site.settings.siteName}`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <Layout site={site}>
        <FeedbackRejected {...rejection} />
      </Layout>
    </WordsContext>
  );
}
