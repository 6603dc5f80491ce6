import { z } from 'zod';
import { isHostName } from './host-name.ts';

const site = 'https://site.invalid';

/** What is not seen, and what browsers take for a slash. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\\]/u;

const hiding =
  'Give the address as the site itself has it, without a name and an “@” before the site’s name, and without characters that only look like others.';

type Scheme = 'https' | 'http' | 'mailto' | 'tel';

/** The fields that may hold a path of this site: what is there, only other documents tell. */
export const sitePaths = z.registry<{ maybePath: true }>();

/**
 * An address that readers are led to.
 *
 * @param missing the sentence for an editor who gave none, or something else
 * @param schemes what it may begin with; `javascript:` and `data:` would run in the reader's browser
 */
export function webAddress(missing: string, schemes: readonly Scheme[]) {
  return z.string({ error: missing }).refine((text) => leadsOut(text, schemes), { error: sentenceFor(missing) });
}

/** An address elsewhere, or a path of this site. */
export function anyAddress(missing: string, schemes: readonly Scheme[]) {
  return z
    .string({ error: missing })
    .refine((text) => isSitePath(text) || leadsOut(text, schemes), { error: sentenceFor(missing) })
    .register(sitePaths, { maybePath: true });
}

/**
 * Whether a text is a path of this site, such as `/about`. Asks the parser that browsers use, because
 * `//host`, `/\host` and a slash, a tab and a slash all look like paths and lead to another site.
 */
export function isSitePath(text: string): boolean {
  if (!text.startsWith('/') || unseen.test(text)) return false;
  const url = URL.parse(text, site);
  return url?.origin === site && !url.pathname.startsWith('//');
}

function sentenceFor(missing: string) {
  return ({ input }: { input: unknown }) => (typeof input === 'string' && hides(input) ? hiding : missing);
}

/** Whether an address is one, and hides where it leads to. */
function hides(text: string): boolean {
  const [, authority] = /^https?:[/\\]*([^/\\?#]*)/i.exec(text) ?? [];
  return unseen.test(text.trim()) || (authority?.includes('@') ?? false) || /[^\p{ASCII}]/u.test(authority ?? '');
}

function leadsOut(text: string, schemes: readonly Scheme[]): boolean {
  const scheme = schemes.find((one) => text.toLowerCase().startsWith(`${one}:`));
  if (scheme === undefined) return false;
  const rest = text.slice(scheme.length + 1);
  if (scheme === 'tel') return /^\+?\d[\d(). -]*(?:;[\w=+.-]+)*$/.test(rest);
  if (unseen.test(text) || !URL.canParse(text)) return false;
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
