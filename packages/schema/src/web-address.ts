/**
 * Whether a text is a path of this site, such as `/about`. Asks the parser that browsers use, because
 * `//host`, `/\host` and a slash, a tab and a slash all look like paths and lead to another site.
 */
export function isSitePath(text: string): boolean {
  if (!text.startsWith('/') || /[\s\\]/.test(text)) return false;
  const site = 'https://site.invalid';
  return URL.canParse(text, site) && new URL(text, site).origin === site;
}

export function isHttpsAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}
