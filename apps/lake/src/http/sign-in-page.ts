import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { RefusedSignIn } from '../people/sign-in.ts';
import type { User } from '../people/users.ts';

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export const styles = readFileSync(join(import.meta.dirname, 'sign-in.css'), 'utf8');
/** A change of the styles changes their address, so that browsers may keep them for ever. */
export const stylesPath = `/sign-in/styles-${createHash('sha256').update(styles).digest('hex').slice(0, 12)}.css`;

type Shown = Partial<RefusedSignIn> & { email?: string };
/** One of the pages, before it is put under the project's name. */
export type SignInPage = { title: string; problem: string | undefined; content: Markup };

/** Asks for e-mail address and password. */
export function signInPage({ origin, email = '', ...refused }: Shown & { origin: string }): SignInPage {
  return page(
    'Sign in',
    refused,
    html`${alertOf(refused)}
      <form method="post" action="${withOrigin('/sign-in', origin)}">
        ${emailField(email, refused)}
        ${passwordField({ name: 'password', label: 'Password', autocomplete: 'current-password' }, refused)}
        <button type="submit">Sign in</button>
      </form>
      <p class="aside"><a href="${withOrigin('/sign-in/password', origin)}">Change your password</a></p>
      <p class="aside">No password, or forgotten it? An administrator of your newsroom can send you a sign-in link.</p>`,
  );
}

/** Asks for the password so far and a new one. */
export function passwordPage({ origin, email = '', ...refused }: Shown & { origin: string }): SignInPage {
  return page(
    'Change your password',
    refused,
    html`${alertOf(refused)}
      <p>This signs you out everywhere, and in again here.</p>
      <form method="post" action="${withOrigin('/sign-in/password', origin)}">
        ${emailField(email, refused)}
        ${passwordField({ name: 'password', label: 'Current password', autocomplete: 'current-password' }, refused)}
        ${passwordField({ name: 'newPassword', label: 'New password', autocomplete: 'new-password' }, refused)}
        <button type="submit">Change password</button>
      </form>
      <p class="aside"><a href="${withOrigin('/sign-in', origin)}">Back to signing in</a></p>`,
  );
}

/** Behind a sign-in link: one button, and a place for whoever would like a password as well. */
export function linkPage({ name, email }: User, refused: Partial<RefusedSignIn>): SignInPage {
  return page(
    `Welcome, ${name}`,
    refused,
    html`${alertOf(refused)}
      <form method="post">
        <p>This link signs you in, once. With a password you won’t need a link the next time.</p>
        <input class="hidden" type="text" name="email" autocomplete="username" value="${email}" readonly tabindex="-1" aria-hidden="true" />
        ${passwordField({ name: 'newPassword', label: 'Password (optional)', autocomplete: 'new-password', isOptional: true }, refused)}
        <button type="submit">Sign in</button>
      </form>`,
  );
}

export function noLinkPage(): SignInPage {
  return page(
    'This link no longer works',
    {},
    html`<p>A sign-in link works once, for 15 minutes. Ask for a new one, or run this where the lake runs:</p>
      <p><code>npm run lake -- user link --email you@example.org</code></p>
      <p class="aside"><a href="/sign-in">Sign in with a password</a></p>`,
  );
}

export function forgedPage(): SignInPage {
  return page(
    'Not signed in',
    {},
    html`<p>Another site tried to sign you in here. If it was you, start from this newsroom’s own page.</p>
      <p class="aside"><a href="/sign-in">Sign in</a></p>`,
  );
}

/** In the address and not in a field: it also says where the browser may be led on to. */
function withOrigin(path: string, origin: string): string {
  return origin === '' ? path : `${path}?${new URLSearchParams({ origin })}`;
}

function emailField(email: string, refused: Partial<RefusedSignIn>): Markup {
  const error = errorOf('email', refused);
  return html`<div class="field">
    <label for="email">E-mail address</label>
    <input id="email" name="email" type="email" autocomplete="username" required value="${email}" ${error.attributes} />
    ${error.message}
  </div>`;
}

type PasswordField = {
  name: 'password' | 'newPassword';
  label: string;
  autocomplete: 'current-password' | 'new-password';
  isOptional?: boolean;
};

function passwordField(
  { name, label, autocomplete, isOptional }: PasswordField,
  refused: Partial<RefusedSignIn>,
): Markup {
  const error = errorOf(name, refused);
  const isNew = autocomplete === 'new-password';
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${isNew ? html`<p class="hint" id="${name}-hint">At least 12 characters: four words in a row will do.</p>` : ''}
    <input id="${name}" name="${name}" type="password" autocomplete="${autocomplete}" maxlength="1000"
      ${isNew ? html`passwordrules="minlength: 12; maxlength: 256;"` : ''} ${isOptional ? '' : 'required'}
      ${error.attributes || (isNew ? html`aria-describedby="${name}-hint"` : '')} />
    ${error.message}
  </div>`;
}

/** What was wrong with a field, tied to it, and the caret in it: the page is loaded anew. */
function errorOf(
  name: string,
  { field, problem }: Partial<RefusedSignIn>,
): { attributes: Markup | ''; message: Markup | '' } {
  if (field !== name) return { attributes: '', message: '' };
  return {
    attributes: html`aria-invalid="true" aria-describedby="${name}-error" autofocus`,
    message: html`<p class="error" id="${name}-error">${problem ?? ''}</p>`,
  };
}

/** What went wrong that is none of a field's fault. */
function alertOf({ problem, field }: Partial<RefusedSignIn>): Markup | '' {
  if (problem === undefined || field !== undefined) return '';
  return html`<p class="alert" role="alert">${problem}</p>`;
}

function page(title: string, { problem }: Partial<RefusedSignIn>, content: Markup): SignInPage {
  return { title, problem, content };
}

/** @param project the operator's name for it */
export async function signInHtml({ title, problem, content }: SignInPage, project: string): Promise<string> {
  return String(
    await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${problem === undefined ? '' : 'Problem: '}${title} · ${project}</title>
        <link rel="stylesheet" href="${stylesPath}" />
      </head>
      <body>
        <main>
          <p class="mark" aria-hidden="true">${project}</p>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`,
  );
}
