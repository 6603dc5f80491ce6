import Document, { type DocumentContext, Head, Html, Main, NextScript } from 'next/document';
import { z } from 'zod';
import { touchIcon } from '../icons/icons.ts';
import { pageLanguage } from '../page-language.ts';
import { draftPolicy } from '../server/content-security-policy.ts';
import { textDirection } from '../text-direction.ts';

const facts = z.object({
  edit: z.object({ baseUrl: z.string() }).nullish(),
});

/** The HTML around every page. Published pages have no script; drafts have one, which talks to the Studio. */
export default class SiteDocument extends Document {
  static override async getInitialProps(context: DocumentContext) {
    const { renderPage } = context;
    context.renderPage = () =>
      renderPage({
        enhanceApp: (App) => (props) => {
          const { edit } = facts.safeParse(props.pageProps).data ?? {};
          // Only here is it known that a draft is shown; a cookie that looks like it would prove nothing.
          if (edit) context.res?.setHeader('Content-Security-Policy', draftPolicy(edit.baseUrl));
          return <App {...props} />;
        },
      });
    return Document.getInitialProps(context);
  }

  override render() {
    const { pageProps } = this.props.__NEXT_DATA__.props;
    const { edit } = facts.safeParse(pageProps).data ?? {};
    const language = pageLanguage(pageProps);
    return (
      <Html lang={language} dir={textDirection(language)}>
        <Head>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <link rel="apple-touch-icon" href={`/${touchIcon.file}`} />
          <link rel="manifest" href="/manifest.webmanifest" />
          {edit && <link rel="stylesheet" href="/preview.css" />}
        </Head>
        <body>
          <Main />
          <NextScript />
          {edit && <script type="module" src="/preview.js" />}
        </body>
      </Html>
    );
  }
}
