import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { httpError } from '../errors.ts';
import { changePassword, type Refused, type SignedIn, signInByLink, signInByPassword } from '../people/sign-in.ts';
import type { LakeContext, LakeEnvironment } from './environment.ts';
import { remoteAddress } from './remote-address.ts';
import { forgedPage, linkPage, noLinkPage, passwordPage, signInPage, styles, stylesPath } from './sign-in-page.ts';

const largestForm = 16 * 1024;

/** What a form sends. What is missing is empty: the answer then says which field to fill in. */
const field = z.string().max(2_000).catch('');
const form = z.object({ email: field, password: field, newPassword: field, origin: field });
type Form = z.output<typeof form>;

/**
 * The pages of signing in: by e-mail address and password, or by a link. They need no script and set no cookie:
 * they end at the Studio's address with a code in the part of it that is never sent anywhere.
 */
export const signInRoutes = new Hono<LakeEnvironment>()
  .use('/sign-in/*', async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headersFor(context))) context.header(name, value);
  })
  .use('/sign-in/*', bodyLimit({ maxSize: largestForm, onError: tooLarge }))
  .get(stylesPath, (context) => {
    context.header('content-type', 'text/css; charset=utf-8');
    return context.body(styles);
  })
  .get('/sign-in', (context) => context.html(signInPage({ origin: context.req.query('origin') ?? '' })))
  .post('/sign-in', async (context) => {
    const { email, password, origin } = await readForm(context);
    if (isForged(context)) return context.html(forgedPage(), 403);
    const missing = missingField({ email, password });
    const address = remoteAddress(context);
    const outcome = missing ?? (await signInByPassword({ email, password, address }, context.get('lake').people));
    if ('sid' in outcome) return toStudio(context, outcome, origin);
    return refusedPage(context, outcome, signInPage({ origin, email, ...outcome }));
  })
  .get('/sign-in/password', (context) => context.html(passwordPage({})))
  .post('/sign-in/password', async (context) => {
    const { email, password, newPassword } = await readForm(context);
    if (isForged(context)) return context.html(forgedPage(), 403);
    const missing = missingField({ email, password, newPassword });
    const guess = { email, password, newPassword, address: remoteAddress(context) };
    const outcome = missing ?? (await changePassword(guess, context.get('lake').people));
    if ('sid' in outcome) return toStudio(context, outcome);
    return refusedPage(context, outcome, passwordPage({ email, ...outcome }));
  })
  // Opening a link does nothing yet: mail scanners and previews open links too, and would use them up.
  .get('/sign-in/:code', (context) => {
    const user = context.get('lake').people.linkHolder(context.req.param('code'));
    return user ? context.html(linkPage(user, {})) : badCode(context);
  })
  .post('/sign-in/:code', async (context) => {
    const { newPassword } = await readForm(context);
    if (isForged(context)) return context.html(forgedPage(), 403);
    const { people } = context.get('lake');
    const code = context.req.param('code');
    const user = people.linkHolder(code);
    const outcome = await signInByLink({ code, newPassword, address: remoteAddress(context) }, people);
    if (!user || !outcome) return badCode(context);
    return 'sid' in outcome ? toStudio(context, outcome) : refusedPage(context, outcome, linkPage(user, outcome));
  });

function headersFor(context: LakeContext): Record<string, string> {
  const { studio } = context.get('lake').urls;
  const isStyles = context.req.path === stylesPath;
  // `form-action` holds also for where a form leads on to. No policy but one: a browser would allow what both allow.
  const policy = `default-src 'none'; style-src 'self'; form-action 'self' ${studio}; frame-ancestors 'none'; base-uri 'none'`;
  return {
    'cache-control': isStyles ? 'public, max-age=31536000, immutable' : 'no-store',
    'content-security-policy': policy,
    'x-frame-options': 'DENY',
    // With “no-referrer”, browsers say of no form where it comes from, and forged ones could not be told.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  };
}

/**
 * Whether a page of somebody else sent the form, in order to sign a person in as somebody they are not.
 * Browsers say which page it was; a program that says nothing harms nobody but itself.
 */
function isForged(context: LakeContext): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin';
  const origin = context.req.header('origin');
  const { studio, lake } = context.get('lake').urls;
  return origin !== undefined && ![studio, lake].some((url) => new URL(url).origin === origin);
}

function tooLarge(): never {
  throw httpError(413, 'Payload Too Large', 'A form to sign in with is never that long.');
}

async function readForm(context: Context<LakeEnvironment>): Promise<Form> {
  return form.parse(await context.req.parseBody().catch(() => ({})));
}

function missingField(fields: Partial<Record<'email' | 'password' | 'newPassword', string>>): Refused | undefined {
  if (fields.email?.trim() === '') return { problem: 'Enter your e-mail address.', field: 'email' };
  if (fields.password === '') return { problem: 'Enter your password.', field: 'password' };
  if (fields.newPassword === '') return { problem: 'Enter the new password.', field: 'newPassword' };
  return undefined;
}

/** Back to the Studio, at the page where the person was: only if that is one of the Studio's own. */
function toStudio(context: LakeContext, { sid }: SignedIn, returnTo = ''): Response {
  const studio = new URL(context.get('lake').urls.studio);
  const wanted = URL.parse(returnTo);
  const place = wanted?.origin === studio.origin ? wanted : new URL('/', studio);
  place.username = '';
  place.password = '';
  place.hash = `sid=${sid}`;
  return context.redirect(place.href, 303);
}

function refusedPage(context: LakeContext, { until }: Refused, page: ReturnType<typeof signInPage>) {
  if (until === undefined) return context.html(page, 422);
  context.header('retry-after', String(Math.ceil((until.getTime() - Date.now()) / 1000)));
  return context.html(page, 429);
}

/** A good code always works, however many bad ones come from the same place: nobody can lock others out of their links. */
function badCode(context: LakeContext) {
  const attempt = context.get('lake').people.attempts.begin([{ kind: 'code', of: remoteAddress(context) }]);
  return context.html(noLinkPage(), attempt.isAllowed ? 410 : 429);
}
