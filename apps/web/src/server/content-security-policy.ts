/**
 * What published pages may load: styles, images and modules of this site, nothing else. No script in a page can run,
 * whoever wrote it; JSON-LD is data and not concerned. Speculation rules count as script (Fetch standard, destinations).
 * No page asks this site for more by itself, but Lighthouse and browsers' own tools do so in its name, for robots.txt.
 */
export const publishedPolicy = policy({
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
});

/** What drafts may load: the Studio frames them, and its overlays bring styles of their own. */
export function draftPolicy(studioUrl: string): string {
  return policy({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': `'self' data: blob: ${studioUrl}`,
    'font-src': "'self' data:",
    'connect-src': `'self' ${studioUrl}`,
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': `'self' ${studioUrl}`,
  });
}

function policy(directives: Record<string, string>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
