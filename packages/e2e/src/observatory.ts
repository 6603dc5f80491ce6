/*
 * The rules by which MDN's HTTP Observatory grades a site's response headers, from @mdn/mdn-http-observatory 1.4.8
 * (src/grader/charts.js and src/analyzer/tests). Not the package itself, which brings a web server and a database.
 * Certificates, the redirect from http to https and HSTS preloading are the operator's, and don't count.
 */

/** The points that a rule adds to the base score of 100, or subtracts from it. */
export type Finding = { rule: string; points: number };

const base = 100;
/** Extra credit counts only from this score on. */
const leastForExtraCredit = 90;
const grades = [
  [100, 'A+'],
  [90, 'A'],
  [85, 'A-'],
  [80, 'B+'],
  [70, 'B'],
  [65, 'B-'],
  [60, 'C+'],
  [50, 'C'],
  [45, 'C-'],
  [40, 'D+'],
  [30, 'D'],
  [25, 'D-'],
  [0, 'F'],
] as const;

/** The grade of an https site with these response headers, and the findings behind it. */
export function gradeOf(headers: Headers): { grade: string; score: number; findings: Finding[] } {
  const findings = [policy, cookies, sharing, referrer, transport, contentType, framing, resourcePolicy].map((rule) =>
    rule(headers),
  );
  const faults = base + sumOf(findings.filter(({ points }) => points < 0));
  const score = faults < leastForExtraCredit ? faults : base + sumOf(findings);
  const grade = grades.find(([least]) => Math.max(score, 0) >= least)?.[1] ?? 'F';
  return { grade, score, findings };
}

function sumOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { points }) => sum + points, 0);
}

const found = (rule: string, points: number): Finding => ({ rule, points });

const broad = ['ftp:', 'http:', 'https:', '*', 'http://*', 'http://*.*', 'https://*', 'https://*.*'];
const inline = ["'unsafe-inline'", 'data:'];

function policy(headers: Headers): Finding {
  const directives = directivesOf(headers);
  if (directives.size === 0) return found('csp-not-implemented', -25);
  const sources = (name: string) => directives.get(name) ?? directives.get('default-src') ?? ['*'];
  const [script, style, object] = [sources('script-src'), sources('style-src'), sources('object-src')];
  const has = (list: readonly string[], bad: readonly string[]) => list.some((source) => bad.includes(source));
  const isPlain = (source: string) => source.startsWith('http:') || source.startsWith('ftp:');
  const isPassive = (name: string) => name === 'img-src' || name === 'media-src';
  const active = [...directives].filter(([name]) => !isPassive(name)).flatMap(([, list]) => list);
  if (has(script, [...broad, ...inline]) || has(object, broad)) return found('csp-unsafe-inline', -20);
  if (active.some(isPlain)) return found('csp-insecure-scheme', -20);
  if (has([...script, ...style], ["'unsafe-eval'"])) return found('csp-unsafe-eval', -10);
  if ([...sources('img-src'), ...sources('media-src')].some(isPlain)) return found('csp-insecure-images', -10);
  if (has(style, [...broad, ...inline])) return found('csp-unsafe-styles', 0);
  const isClosed = directives.get('default-src')?.join() === "'none'";
  return isClosed ? found('csp-default-none', 10) : found('csp-no-unsafe', 5);
}

function directivesOf(headers: Headers): Map<string, string[]> {
  const directives = new Map<string, string[]>();
  for (const text of (headers.get('content-security-policy') ?? '').split(/[;,]/)) {
    const [name, ...sources] = text.trim().toLowerCase().split(/\s+/);
    // Of two directives with the same name, the first counts.
    if (name && !directives.has(name)) directives.set(name, sources.length === 0 ? ["'none'"] : sources);
  }
  return directives;
}

/** The site sets no cookies, so any cookie is graded like a session cookie without `Secure` and `HttpOnly`. */
function cookies(headers: Headers): Finding {
  return headers.getSetCookie().length === 0 ? found('no-cookies', 0) : found('cookies', -40);
}

function sharing(headers: Headers): Finding {
  return headers.get('access-control-allow-origin') === null ? found('no-cors', 0) : found('cors', -50);
}

function referrer(headers: Headers): Finding {
  const value = headers.get('referrer-policy')?.toLowerCase().split(',').at(-1)?.trim();
  if (value === undefined) return found('referrer-policy-missing', 0);
  const isPrivate = ['no-referrer', 'same-origin', 'strict-origin', 'strict-origin-when-cross-origin'].includes(value);
  return isPrivate ? found('referrer-policy-private', 5) : found('referrer-policy-unsafe', -5);
}

const halfAYear = 15_552_000;

function transport(headers: Headers): Finding {
  const value = headers.get('strict-transport-security');
  if (value === null) return found('hsts-missing', -20);
  const seconds = Number(/max-age=(\d+)/i.exec(value)?.[1] ?? Number.NaN);
  if (Number.isNaN(seconds)) return found('hsts-invalid', -20);
  return seconds < halfAYear ? found('hsts-too-short', -10) : found('hsts', 0);
}

function contentType(headers: Headers): Finding {
  const isSet = headers.get('x-content-type-options')?.trim().toLowerCase() === 'nosniff';
  return isSet ? found('nosniff', 0) : found('nosniff-missing', -5);
}

function framing(headers: Headers): Finding {
  if (directivesOf(headers).has('frame-ancestors')) return found('framing-by-csp', 5);
  const value = headers.get('x-frame-options')?.trim().toLowerCase() ?? '';
  return ['deny', 'sameorigin'].includes(value) ? found('framing', 0) : found('framing-anywhere', -20);
}

function resourcePolicy(headers: Headers): Finding {
  const value = headers.get('cross-origin-resource-policy')?.trim().toLowerCase();
  if (value === undefined || value === 'cross-origin') return found('corp-missing', 0);
  return ['same-origin', 'same-site'].includes(value) ? found('corp', 10) : found('corp-invalid', -5);
}
