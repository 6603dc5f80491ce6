import type { Site } from '@bodytext/content/site';
import { type ReactNode, useContext } from 'react';
import { useWords } from '../words/words-context.tsx';
import { SiteFooter } from './site-footer.tsx';
import { SiteHeader } from './site-header.tsx';
import { VisualEditingContext } from './visual-editing.tsx';

/** The header, the footer and the skip link around every page. */
export function Layout({ site, children }: { site: Site; children: ReactNode }) {
  const words = useWords();
  const isDraft = useContext(VisualEditingContext) !== null;
  return (
    <>
      <a className="skip-link" href="#content">
        {words.skipToContent}
      </a>
      {isDraft && <DraftNotice />}
      <SiteHeader site={site} />
      <main id="content">{children}</main>
      <SiteFooter site={site} />
    </>
  );
}

function DraftNotice() {
  const words = useWords();
  return (
    <aside className="draft-notice" aria-label={words.draft}>
      {words.draft} <a href="/api/preview/disable">{words.leaveDraft}</a>
    </aside>
  );
}
