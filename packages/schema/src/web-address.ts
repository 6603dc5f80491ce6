import { z } from 'zod';
import { isHostName } from './host-name.ts';

const site = 'https://site.invalid';

/** Invisible characters, and the backslash, which browsers parse as a slash. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\\]/u;

const spoofSentence =
  'Give the address as the site itself has it, without a name and an “@” before the site’s name, and without characters that only look like others.';

type Scheme = 'https' | 'http' | 'mailto' | 'tel';

/** The schemas of fields that may hold a path of this site; `checkInContext` checks that the page exists. */
export const sitePaths = z.registry<{ maybePath: true }>();

/**
 * The URL of a link for readers.
 *
 * @param missing the sentence for an editor who gave none, or something else
 * @param schemes the allowlist; `javascript:` and `data:` URLs would run in the reader's browser
 */
export function webAddress(missing: string, schemes: readonly Scheme[]) {
  return z.string({ error: missing }).refine((text) => isExternalUrl(text, schemes), { error: sentenceFor(missing) });
}

/** The URL of another site, or a path of this one. */
export function anyAddress(missing: string, schemes: readonly Scheme[]) {
  return z
    .string({ error: missing })
    .refine((text) => isSitePath(text) || isExternalUrl(text, schemes), { error: sentenceFor(missing) })
    .register(sitePaths, { maybePath: true });
}

/**
 * Whether a text is a path of this site, such as `/about`. Uses the WHATWG URL parser, as browsers do, because
 * `//host`, `/\host` and `/<tab>/host` look like paths and lead to another site.
 */
export function isSitePath(text: string): boolean {
  if (!text.startsWith('/') || invisible.test(text)) return false;
  const url = URL.parse(text, site);
  return url?.origin === site && !url.pathname.startsWith('//');
}

function sentenceFor(missing: string) {
  return ({ input }: { input: unknown }) => (typeof input === 'string' && isSpoofed(input) ? spoofSentence : missing);
}

/** Whether a URL hides where it leads: by invisible or non-ASCII characters, or by a user name before “@”. */
function isSpoofed(text: string): boolean {
  const [, authority] = /^https?:[/\\]*([^/\\?#]*)/i.exec(text) ?? [];
  return invisible.test(text.trim()) || (authority?.includes('@') ?? false) || /[^\p{ASCII}]/u.test(authority ?? '');
}

function isExternalUrl(text: string, schemes: readonly Scheme[]): boolean {
  const scheme = schemes.find((one) => text.toLowerCase().startsWith(`${one}:`));
  if (scheme === undefined) return false;
  const rest = text.slice(scheme.length + 1);
  if (scheme === 'tel') return /^\+?\d[\d(). -]*(?:;[\w=+.-]+)*$/.test(rest);
  if (invisible.test(text) || !URL.canParse(text)) return false;
  if (scheme === 'mailto') return isMailbox(rest);
  const [, host, port = ''] = /^\/\/([^/?#:]+)(:\d*)?(?:[/?#]|$)/.exec(rest) ?? [];
  return host !== undefined && isHostName(host) && port !== ':';
}

function isMailbox(rest: string): boolean {
  const [recipients = ''] = rest.split('?');
  return recipients.split(',').every((one) => {
    const [name, host, ...more] = one.split('@');
    return name !== '' && host !== undefined && more.length === 0 && isHostName(host);
  });
}
