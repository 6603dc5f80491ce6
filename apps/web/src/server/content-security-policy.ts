/**
 * The policy of published pages: styles, images and modules of this site. No inline script can run; JSON-LD is data, to
 * which `script-src` does not apply. Speculation rules count as script (Fetch standard, destinations). No page makes
 * requests by script, but Lighthouse and browsers' developer tools do so from its origin, for robots.txt.
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

/** The policy of drafts: the Studio frames them, and its overlays have inline styles. */
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
