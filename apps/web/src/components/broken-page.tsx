import Head from 'next/head';
import { textDirection } from '../text/text-direction.ts';
import { languages, wordsIn } from '../words/words.ts';

/**
 * The error page. It is rendered by the build, so that nothing can fail at run time; since the build does not know the
 * site's language, it is in every language that has a catalogue.
 */
export function BrokenPage() {
  const available = languages();
  return (
    <>
      <Head>
        <title>{available.map((language) => wordsIn(language).broken.title).join(' · ')}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <main id="content" className="broken-page">
        {available.map((language) => (
          <Apology key={language} language={language} />
        ))}
      </main>
    </>
  );
}

function Apology({ language }: { language: string }) {
  const { broken } = wordsIn(language);
  return (
    <div lang={language} dir={textDirection(language)}>
      <h1>{broken.title}</h1>
      <p>{broken.text}</p>
      <p>{broken.urgent}</p>
      <p>
        <a href="/">{broken.home}</a>
      </p>
    </div>
  );
}
