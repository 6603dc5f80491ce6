import Head from 'next/head';
import { textDirection } from '../text-direction.ts';
import { languages, wordsIn } from '../words/words.ts';

/**
 * What readers get when nothing else can be shown: made by the build, it needs nothing that could fail. Which language
 * the site is in it doesn't know, so it speaks each that the site has words for.
 */
export function BrokenPage() {
  const spoken = languages();
  return (
    <>
      <Head>
        <title>{spoken.map((language) => wordsIn(language).broken.title).join(' · ')}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <main id="content" className="broken-page">
        {spoken.map((language) => (
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
