/**
 * What `sanity build` puts into every Studio from servers of Sanity's: a script of its dashboard's, which could read the
 * session of whoever is signed in, and the font Inter. A Studio works without both: outside the dashboard the script
 * does nothing, and the next font of the same list, the system's, takes over.
 */
const dashboardScript = /<script\b[^>]*\bsrc="https:\/\/core\.sanity-cdn\.(?:com|work)\/[^>]*>\s*<\/script>/gi;
const remoteFont = /@font-face\s*\{[^}]*url\(\s*["']?https?:\/\/[\w-]+\.sanity\.(?:io|work)\/[^}]*\}/gi;

/** A page or a stylesheet that asks no server of Sanity's for anything. */
export function withoutThirdParties(built: string): string {
  return built.replace(dashboardScript, '').replace(remoteFont, '');
}
