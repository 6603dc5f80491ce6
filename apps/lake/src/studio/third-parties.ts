/**
 * `sanity build` adds two things from Sanity's servers to every Studio: a script of its dashboard, which could read the
 * session token, and the font Inter. A Studio works without both: outside the dashboard the script does nothing, and the
 * system font is next in the font stack.
 */
const dashboardScript = /<script\b[^>]*\bsrc="https:\/\/core\.sanity-cdn\.(?:com|work)\/[^>]*>\s*<\/script>/gi;
const remoteFont = /@font-face\s*\{[^}]*url\(\s*["']?https?:\/\/[\w-]+\.sanity\.(?:io|work)\/[^}]*\}/gi;

/** The page or stylesheet without requests to Sanity's servers. */
export function withoutThirdParties(built: string): string {
  return built.replace(dashboardScript, '').replace(remoteFont, '');
}
