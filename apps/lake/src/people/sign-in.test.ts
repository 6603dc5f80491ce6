import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { startTestLake, studioUrl, type TestLake } from '../lake.fixture.ts';
import { hashPassword } from './password-hash.ts';
import type { User } from './users.ts';

// Argon2id is slow on purpose, and CI machines may be busy.
jest.setTimeout(60_000);

const password = 'a stone in every shoe';

let lake: TestLake;
let stored: string;
beforeAll(async () => {
  stored = await hashPassword(password);
  lake = await startTestLake({ proxies: 1 });
});
afterAll(() => lake.stop());

let count = 0;
let ada: User;
beforeEach(async () => {
  ada = lake.lake.people.add({ name: 'Ada', email: `Ada${++count}@example.org`, role: 'editor' });
  lake.lake.main.store.database.prepare('UPDATE users SET password = ? WHERE id = ?').run(stored, ada.id);
});

/** Each test has its own client address, sent by a proxy. */
const from = () => ({ 'x-forwarded-for': `203.0.113.${count}` });

async function post(path: string, fields: Record<string, string>, headers: Record<string, string> = from()) {
  const body = new URLSearchParams(fields);
  const answer = await fetch(`${lake.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() };
}

const signIn = (given: string, email = ada.email) => post('/sign-in', { email, password: given });
/** Signs in by a link that returns to a Studio at this origin. */
const byLink = (origin: string) =>
  post(`/sign-in/${lake.lake.people.newLinkCode(ada.id)}?${new URLSearchParams({ origin })}`, {});
const sidIn = (location: string) => /#sid=(.+)$/.exec(location)?.[1] ?? '';

async function tokenFor(location: string): Promise<string> {
  const answer = await fetch(`${lake.url}/v1/auth/fetch?sid=${sidIn(location)}`);
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

const me = (token: string) => fetch(`${lake.url}/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });

describe('signing in with a password', () => {
  test('redirects to the Studio with a code that can be redeemed once', async () => {
    const { status, location } = await signIn(password);
    expect({ status, location }).toEqual({ status: 303, location: `${studioUrl}/#sid=${sidIn(location)}` });
    expect(await (await me(await tokenFor(location))).json()).toMatchObject({ id: ada.id });
    expect((await fetch(`${lake.url}/v1/auth/fetch?sid=${sidIn(location)}`)).status).toBe(401);
  });

  test('ignores the case of the e-mail address', async () => {
    expect((await signIn(password, ada.email.toUpperCase())).status).toBe(303);
  });

  test('a wrong password, an unknown address and an account without a password get the same response', async () => {
    const linked = lake.lake.people.add({ name: 'Bo', email: `bo${count}@example.org`, role: 'editor' });
    const answers = [
      await signIn('a stone in no shoe', 'same@example.org'),
      await signIn('a stone in no shoe', linked.email),
      await signIn('a stone in no shoe', ada.email),
    ];
    const plain = answers.map(({ text, ...rest }) => ({ ...rest, text: text.replaceAll(/value="[^"]*"/g, '') }));
    expect(plain[0]).toMatchObject({ status: 422, text: expect.stringContaining('address or the password is wrong') });
    expect(new Set(plain.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('a suspended user gets a message, if the password is right', async () => {
    lake.lake.people.suspend(ada);
    expect((await signIn(password)).text).toContain('This account is suspended');
    expect((await signIn('a stone in no shoe')).text).not.toContain('suspended');
    lake.lake.people.resume(ada);
    expect((await signIn(password)).status).toBe(303);
  });

  test('returns to the page in the Studio, and to no other site (open redirect)', async () => {
    const returnTo = async (origin: string) =>
      (await post(`/sign-in?${new URLSearchParams({ origin })}`, { email: ada.email, password })).location.replace(
        /#sid=.+/,
        '#',
      );
    expect(await returnTo(`${studioUrl}/structure/article;a?x=1#y`)).toBe(`${studioUrl}/structure/article;a?x=1#`);
    for (const foreign of [
      'https://evil.example/',
      `${studioUrl}.evil.example/`,
      `${studioUrl.replace('//', '//user@')}@evil.example/`,
      '//evil.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      '\\\\evil.example',
      `http://evil.example/${studioUrl}`,
    ]) {
      expect(await returnTo(foreign)).toBe(`${studioUrl}/#`);
    }
  });

  test('returns to a Studio at another origin if that is allowed with credentials', async () => {
    const { origins } = lake.lake;
    const added = [
      origins.add('https://studio.example.org', true),
      origins.add('https://*.studios.example.org', true),
      origins.add('http://localhost:*', true),
      origins.add('https://reader.example.org', false),
    ];
    const byPassword = (origin: string) =>
      post(`/sign-in?${new URLSearchParams({ origin })}`, { email: ada.email, password });
    const placeOf = ({ location }: { location: string }) => location.replace(/#sid=.+/, '#');
    for (const allowed of [
      'https://studio.example.org/',
      'https://studio.example.org/desk/page;a?x=1',
      'https://a.studios.example.org/structure',
      'http://localhost:5173/',
    ]) {
      expect(placeOf(await byLink(allowed))).toBe(`${allowed}#`);
    }
    for (const foreign of [
      'https://reader.example.org/',
      'http://studio.example.org/',
      'https://studio.example.org:8443/',
      'https://studio.example.org.evil.example/',
      'https://studio.example.org@evil.example/',
      'https://evil.example/https://studio.example.org/',
      'https://evil.example\\.studios.example.org/',
      'https://evil.example/.studios.example.org/',
      'https://studios.example.org/',
    ]) {
      expect(placeOf(await byLink(foreign))).toBe(`${studioUrl}/#`);
    }
    expect(placeOf(await byPassword('https://studio.example.org/a'))).toBe('https://studio.example.org/a#');
    expect(placeOf(await byPassword('https://reader.example.org/a'))).toBe(`${studioUrl}/#`);
    for (const { id } of added) origins.remove(id);
    expect(placeOf(await byLink('https://studio.example.org/'))).toBe(`${studioUrl}/#`);
  });

  test('returns to http and https origins only, if every origin is allowed', async () => {
    const { id } = lake.lake.origins.add('*', true);
    expect((await byLink('https://any.example/a')).location).toMatch(/^https:\/\/any\.example\/a#sid=/);
    for (const none of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc',
      'ftp://a.example/',
      'https://a;sandbox/',
    ]) {
      expect((await byLink(none)).location).toMatch(`${studioUrl}/#sid=`);
    }
    lake.lake.origins.remove(id);
  });

  test('the page’s form-action policy allows the requesting Studio, if its origin is allowed', async () => {
    const { id } = lake.lake.origins.add('https://studio.example.org', true);
    const formAction = async (path: string, origin: string) => {
      const { headers } = await fetch(`${lake.url}${path}?${new URLSearchParams({ origin })}`, { headers: from() });
      return /form-action ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1]?.split(' ');
    };
    for (const path of ['/sign-in', '/sign-in/password', `/sign-in/${lake.lake.people.newLinkCode(ada.id)}`]) {
      expect(await formAction(path, 'https://studio.example.org/a')).toContain('https://studio.example.org');
      expect(await formAction(path, 'https://evil.example/')).not.toContain('https://evil.example');
    }
    lake.lake.origins.remove(id);
  });

  test('a form from another site can’t sign in (CSRF)', async () => {
    const fields = { email: ada.email, password };
    const forged: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: studioUrl },
    ];
    for (const headers of forged) {
      expect((await post('/sign-in', fields, { ...from(), ...headers })).status).toBe(403);
      const code = lake.lake.people.newLinkCode(ada.id);
      expect((await post(`/sign-in/${code}`, {}, headers)).status).toBe(403);
      expect(lake.lake.people.isLinkCode(code)).toBe(true);
    }
    const own = { ...from(), origin: studioUrl, 'sec-fetch-site': 'same-origin' };
    expect((await post('/sign-in', fields, own)).status).toBe(303);
  });

  test('input is escaped in the page', async () => {
    const { text } = await signIn('wrong', '"><script>alert(1)</script>@example.org');
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
  });
});

test('a password that is changed while its hash is computed is refused', async () => {
  const other = await hashPassword('quite another password');
  // Hashes are computed one at a time: these keep the last one queued while the password changes.
  const before = Array.from({ length: 6 }, (_, n) => signIn(password, `nobody${n}@example.org`));
  const pending = signIn(password);
  await setTimeout(50);
  lake.lake.main.store.database.prepare('UPDATE users SET password = ? WHERE id = ?').run(other, ada.id);
  expect((await pending).location).toBe('');
  await Promise.all(before);
});

describe('choosing a password', () => {
  test('a link allows to set one, which then signs in', async () => {
    const bo = lake.lake.people.add({ name: 'Bo', email: `bo${count}@example.org`, role: 'editor' });
    const code = lake.lake.people.newLinkCode(bo.id);
    const chosen = 'four words in a row';
    expect((await me(await tokenFor((await post(`/sign-in/${code}`, { newPassword: chosen })).location))).status).toBe(
      200,
    );
    expect((await signIn(chosen, bo.email)).status).toBe(303);
  });

  test('a refused one does not use up the link', async () => {
    const code = lake.lake.people.newLinkCode(ada.id);
    for (const [newPassword, why] of [
      ['short', 'at least 12'],
      ['passwordpassword', 'Everybody tries'],
      ['abcabcabcabc', 'Everybody tries'],
      [`${ada.email}`, 'your name'],
      ['x'.repeat(300), 'at most 256'],
    ] as const) {
      const refused = await post(`/sign-in/${code}`, { newPassword });
      expect(refused).toMatchObject({ status: 422, text: expect.stringContaining(why) });
    }
    expect((await post(`/sign-in/${code}`, {})).status).toBe(303);
    expect((await signIn(password)).status).toBe(303);
  });

  test('changing it needs the current one, and ends every session', async () => {
    const before = await tokenFor((await signIn(password)).location);
    const change = (given: string) =>
      post('/sign-in/password', { email: ada.email, password: given, newPassword: 'seven stones in a row' });
    expect((await change('not the one so far')).status).toBe(422);
    expect((await me(before)).status).toBe(200);
    const after = await tokenFor((await change(password)).location);
    expect([(await me(before)).status, (await me(after)).status]).toEqual([401, 200]);
    expect([(await signIn(password)).status, (await signIn('seven stones in a row')).status]).toEqual([422, 303]);
  });

  test('passwords are compared in Unicode normalization form NFKC', async () => {
    await lake.lake.people.setPassword(ada, 'fünf schöne Wörter'.normalize('NFD'));
    expect((await signIn('fünf schöne Wörter'.normalize('NFC'))).status).toBe(303);
  });

  test('the database holds only an Argon2id hash', () => {
    const rows = JSON.stringify(lake.lake.main.store.database.prepare('SELECT * FROM users').all());
    expect(rows).not.toContain(password);
    expect(rows).toContain('argon2id$m=47104,t=1,p=1$');
  });
});

describe('the rate limit', () => {
  /** Counts the attempts that were checked; the others must get 429 with a time. */
  async function checkedAttempts(amount: number, guess: (index: number) => Promise<{ status: number; text: string }>) {
    const answers = await Promise.all(Array.from({ length: amount }, (_, index) => guess(index)));
    const late = answers.filter(({ status }) => status === 429);
    for (const { text } of late) expect(text).toMatch(/Try again in 1?\d minutes|Many people are signing in/);
    return answers.length - late.length;
  }

  test('allows 20 attempts at one account, from any number of addresses', async () => {
    const checked = await checkedAttempts(60, (index) =>
      post(
        '/sign-in',
        { email: ada.email, password: `guess number ${index}` },
        { 'x-forwarded-for': `198.51.100.${index}` },
      ),
    );
    expect(checked).toBeLessThanOrEqual(20);
    expect(checked).toBeGreaterThan(0);
  });

  test('allows 20 attempts from one address, whatever its headers say', async () => {
    const fresh = await startTestLake();
    const checked = await checkedAttempts(60, async (index) => {
      const headers = {
        'x-forwarded-for': `198.51.100.${index}`,
        'x-real-ip': `198.51.100.${index}`,
        forwarded: `for=198.51.100.${index}`,
      };
      const body = new URLSearchParams({ email: `nobody${index}@example.org`, password: 'guessed' });
      const answer = await fetch(`${fresh.url}/sign-in`, { method: 'POST', body, headers });
      return { status: answer.status, text: await answer.text() };
    });
    expect(checked).toBeLessThanOrEqual(20);
    await fresh.stop();
  });

  test('says when to try again, and sign-in links still work', async () => {
    await checkedAttempts(40, (index) => signIn(`guess number ${index}`));
    const late = await signIn(password);
    expect(late.status).toBe(429);
    expect(late.text).toContain('use a sign-in link');
    expect(late.text).toMatch(/role="alert"/);
    expect((await post(`/sign-in/${lake.lake.people.newLinkCode(ada.id)}`, {})).status).toBe(303);
  });

  test('survives a restart, and ends after a quarter of an hour', async () => {
    let other = await startTestLake();
    const bo = other.lake.people.add({ name: 'Bo', email: 'bo@example.org', role: 'editor' });
    await other.lake.people.setPassword(bo, password);
    const statusOf = async (given: string) => {
      const body = new URLSearchParams({ email: bo.email, password: given });
      return (await fetch(`${other.url}/sign-in`, { method: 'POST', body, redirect: 'manual' })).status;
    };
    for (let index = 0; index < 10; index++) expect(await statusOf(`guess number ${index}`)).toBe(422);
    other = await other.restart();
    expect(await statusOf(password)).toBe(429);
    other.lake.main.store.database.exec(`UPDATE sign_in_attempts SET at = at - ${15 * 60_000}`);
    expect(await statusOf(password)).toBe(303);
    await other.stop();
  });

  test('does not count right passwords', async () => {
    for (let index = 0; index < 12; index++) expect((await signIn(password)).status).toBe(303);
  });

  test('applies to wrong links, while a valid one still works', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 130 }, async (_, index) => {
        return (await fetch(`${lake.url}/sign-in/guess${index}`, { headers: from() })).status;
      }),
    );
    expect(statuses.filter((status) => status === 410).length).toBeLessThanOrEqual(100);
    expect(statuses).toContain(429);
    expect((await post(`/sign-in/${lake.lake.people.newLinkCode(ada.id)}`, {})).status).toBe(303);
  });
});

describe('the pages', () => {
  const paths = () => [
    '/sign-in',
    '/sign-in/password',
    `/sign-in/${lake.lake.people.newLinkCode(ada.id)}`,
    '/sign-in/none',
  ];

  test('run no script, can’t be framed, and are not cached', async () => {
    for (const path of paths()) {
      const { headers } = await fetch(lake.url + path, { headers: from() });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  test('have no inline styles', async () => {
    const page = await (await fetch(`${lake.url}/sign-in`)).text();
    const [, address = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? [];
    const styles = await fetch(lake.url + address);
    expect([styles.status, styles.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(page).not.toContain('style=');
  });

  test('too large a form is refused with 413', async () => {
    const answer = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${lake.url}/sign-in`, { method: 'POST', headers: from() }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.setHeader('content-type', 'application/x-www-form-urlencoded');
      sent.end(`email=a@b.example&password=${'x'.repeat(100_000)}`);
    });
    expect(answer).toBe(413);
  });
});
