import { z } from 'zod';
import {
  changePassword,
  type RefusedSignIn,
  type SignedIn,
  signInByLink,
  signInByPassword,
} from '../people/sign-in.ts';
import { type Answer, empty, html } from './answer.ts';
import { httpLimits } from './limits.ts';
import type { LakeRequest } from './request.ts';
import { rootRoutes } from './routes.ts';
import {
  forgedPage,
  linkPage,
  noLinkPage,
  passwordPage,
  type SignInPage,
  signInHtml,
  signInPage,
  styles,
  stylesPath,
} from './sign-in-page.ts';

/** What a form sends. What is missing is empty: the answer then says which field to fill in. */
const field = z.string().max(httpLimits.formField.value).catch('');
const form = z.object({ email: field, password: field, newPassword: field });
type Form = z.output<typeof form>;

/**
 * The pages of signing in: by e-mail address and password, or by a link. They need no script and set no cookie:
 * they end at the Studio's address with a code in the part of it that is never sent anywhere.
 */
export const signInRoutes = rootRoutes((handle) => async (request) => {
  const answer = await handle(request);
  return { ...answer, headers: { ...headersFor(request), ...answer.headers } };
})
  .get(stylesPath, () => ({ status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: styles }))
  .get('/sign-in', (request) => pageOf(request, signInPage({ origin: originOf(request) })))
  .post('/sign-in', async (request) => {
    const { email, password } = await readForm(request);
    const origin = originOf(request);
    if (isForged(request)) return pageOf(request, forgedPage(), 403);
    const missing = missingField({ email, password });
    const address = request.address;
    const outcome = missing ?? (await signInByPassword({ email, password, address }, request.lake.people));
    if ('sid' in outcome) return toStudio(request, outcome);
    return refusedPage(request, outcome, signInPage({ origin, email, ...outcome }));
  })
  .get('/sign-in/password', (request) => pageOf(request, passwordPage({ origin: originOf(request) })))
  .post('/sign-in/password', async (request) => {
    const { email, password, newPassword } = await readForm(request);
    if (isForged(request)) return pageOf(request, forgedPage(), 403);
    const missing = missingField({ email, password, newPassword });
    const guess = { email, password, newPassword, address: request.address };
    const outcome = missing ?? (await changePassword(guess, request.lake.people));
    if ('sid' in outcome) return toStudio(request, outcome);
    return refusedPage(request, outcome, passwordPage({ origin: originOf(request), email, ...outcome }));
  })
  // Opening a link does nothing yet: mail scanners and previews open links too, and would use them up.
  .get('/sign-in/:code', (request) => {
    const user = request.lake.people.userOfLink(request.param('code'));
    return user ? pageOf(request, linkPage(user, {})) : badCode(request);
  })
  .post('/sign-in/:code', async (request) => {
    const { newPassword } = await readForm(request);
    if (isForged(request)) return pageOf(request, forgedPage(), 403);
    const { people } = request.lake;
    const code = request.param('code');
    const user = people.userOfLink(code);
    const outcome = await signInByLink({ code, newPassword, address: request.address }, people);
    if (!user || !outcome) return badCode(request);
    return 'sid' in outcome ? toStudio(request, outcome) : refusedPage(request, outcome, linkPage(user, outcome));
  });

function headersFor(request: LakeRequest): Record<string, string> {
  const { studio } = request.lake.urls;
  const isStyles = request.path === stylesPath;
  // `form-action` holds also for where a form leads on to. No policy but one: a browser would allow what both allow.
  const asking = studioAt(originOf(request), request)?.origin ?? studio;
  const policy = `default-src 'none'; style-src 'self'; form-action 'self' ${studio} ${asking}; frame-ancestors 'none'; base-uri 'none'`;
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
function isForged(request: LakeRequest): boolean {
  const site = request.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin';
  const origin = request.header('origin');
  const { studio, lake } = request.lake.urls;
  return origin !== undefined && ![studio, lake].some((url) => new URL(url).origin === origin);
}

async function readForm(request: LakeRequest): Promise<Form> {
  return form.parse(Object.fromEntries(new URLSearchParams(await request.text(httpLimits.form.value))));
}

function missingField(
  fields: Partial<Record<'email' | 'password' | 'newPassword', string>>,
): RefusedSignIn | undefined {
  if (fields.email?.trim() === '') return { problem: 'Enter your e-mail address.', field: 'email' };
  if (fields.password === '') return { problem: 'Enter your password.', field: 'password' };
  if (fields.newPassword === '') return { problem: 'Enter the new password.', field: 'newPassword' };
  return undefined;
}

/**
 * Back to the Studio that asked, at the page where the person was. Its code signs them in there: so only at the lake's
 * own Studio, or at an origin that an administrator allowed to act for people.
 */
function toStudio(request: LakeRequest, { sid }: SignedIn): Answer {
  const place = studioAt(originOf(request), request) ?? new URL('/', request.lake.urls.studio);
  place.username = '';
  place.password = '';
  place.hash = `sid=${sid}`;
  return empty(303, { location: place.href });
}

/** Where the person was when the Studio asked them to sign in. */
function originOf(request: LakeRequest): string {
  return request.query('origin') ?? '';
}

/** The address, if a Studio may be there. */
function studioAt(address: string, { lake }: LakeRequest): URL | undefined {
  const wanted = URL.parse(address);
  if (wanted === null || !webOrigin.test(wanted.origin)) return undefined;
  const isOwn = wanted.origin === new URL(lake.urls.studio).origin;
  return isOwn || lake.origins.of(wanted.origin)?.credentials ? wanted : undefined;
}

/** Where “*” is allowed, so is `null`, the origin of `javascript:…`; and a name with a `;` would end a rule of the policy. */
const webOrigin = /^https?:\/\/[\w.:[\]-]+$/;

async function refusedPage(request: LakeRequest, { until }: RefusedSignIn, page: SignInPage): Promise<Answer> {
  if (until === undefined) return pageOf(request, page, 422);
  const answer = await pageOf(request, page, 429);
  const seconds = Math.ceil((until.getTime() - Date.now()) / 1000);
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}

async function pageOf({ lake }: LakeRequest, page: SignInPage, status = 200): Promise<Answer> {
  return html(await signInHtml(page, lake.project.title), status);
}

/** A good code always works, however many bad ones come from the same place: nobody can lock others out of their links. */
function badCode(request: LakeRequest) {
  const attempt = request.lake.people.signInLimiter.start([{ kind: 'code', subject: request.address }]);
  return pageOf(request, noLinkPage(), attempt.isAllowed ? 410 : 429);
}
