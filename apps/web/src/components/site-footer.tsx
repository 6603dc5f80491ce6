import type { Site } from '@bodytext/content/site';
import { useWords } from '../words/words-context.tsx';

/** On every page: what to do in an emergency, the disclaimer, and who runs the site. */
export function SiteFooter({ site: { settings, footer } }: { site: Site }) {
  const words = useWords();
  const { siteName, emergencyText, disclaimer, organisation, contactEmail } = settings;
  return (
    <footer className="site-footer">
      {emergencyText && (
        <p className="footer-emergency">
          <strong>{words.emergency}</strong> {emergencyText}
        </p>
      )}
      {disclaimer && <p className="footer-disclaimer">{disclaimer}</p>}
      {footer.length > 0 && (
        <nav aria-label={words.about}>
          <ul>
            {footer.map(({ id, title, path }) => (
              <li key={id}>
                <a href={path}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <p className="footer-imprint">
        {organisation ?? siteName}
        {contactEmail && (
          <>
            {' · '}
            <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
          </>
        )}
      </p>
    </footer>
  );
}
