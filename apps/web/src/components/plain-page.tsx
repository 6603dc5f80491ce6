import type { PlainPage as PlainPageContent } from '@bodytext/content/plain-page';
import { Breadcrumb } from './breadcrumb.tsx';
import { LinksContext, PortableText } from './portable-text.tsx';
import { useEditAttributes } from './visual-editing.tsx';

/** A plain page: about, editorial policy, privacy, contact. */
export function PlainPage({ view: { page, links } }: { view: PlainPageContent }) {
  const edit = useEditAttributes(page);
  return (
    <article className="plain-page">
      <header className="page-header">
        <Breadcrumb above={[]} here={page.title} />
        <h1 {...edit('title')}>{page.title}</h1>
        {page.summary && (
          <p className="lead" {...edit('summary')}>
            {page.summary}
          </p>
        )}
      </header>
      <div className="prose">
        <LinksContext value={links}>
          <PortableText value={page.body} headingLevel={2} editBlock={(key) => edit('body', { _key: key })} />
        </LinksContext>
      </div>
    </article>
  );
}
