import type { Site } from '@bodytext/content/site';
import { type ReactNode, useContext } from 'react';
import { useWords } from '../words/words-context.tsx';
import { EditContext } from './edit.tsx';
import { SiteFooter } from './site-footer.tsx';
import { SiteHeader } from './site-header.tsx';

/** What surrounds every page. */
export function Layout({ site, children }: { site: Site; children: ReactNode }) {
  const words = useWords();
  const isDraft = useContext(EditContext) !== null;
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
