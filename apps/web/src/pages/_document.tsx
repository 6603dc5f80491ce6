import Document, { type DocumentContext, Head, Html, Main, NextScript } from 'next/document';
import { z } from 'zod';
import { touchIcon } from '../media/icons/icons.ts';
import { draftPolicy } from '../server/content-security-policy.ts';
import { textDirection } from '../text/text-direction.ts';
import { pageLanguage } from '../view/page-language.ts';

const draftProps = z.object({
  edit: z.object({ baseUrl: z.string() }).nullish(),
});

/** The HTML around every page. Drafts load the visual editing script. */
export default class SiteDocument extends Document {
  static override async getInitialProps(context: DocumentContext) {
    const { renderPage } = context;
    context.renderPage = () =>
      renderPage({
        enhanceApp: (App) => (props) => {
          const { edit } = draftProps.safeParse(props.pageProps).data ?? {};
          // Set here, since only the props tell whether a draft is shown: anybody can send a preview cookie.
          if (edit) context.res?.setHeader('Content-Security-Policy', draftPolicy(edit.baseUrl));
          return <App {...props} />;
        },
      });
    return Document.getInitialProps(context);
  }

  override render() {
    const { pageProps } = this.props.__NEXT_DATA__.props;
    const { edit } = draftProps.safeParse(pageProps).data ?? {};
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
