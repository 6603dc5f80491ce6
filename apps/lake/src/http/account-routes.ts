import { Hono } from 'hono';
import { unauthorized } from '../errors.ts';
import { type Actor, lakeItself } from '../people/actor.ts';
import { isTokenId } from '../people/tokens.ts';
import { bearerToken } from './bearer-token.ts';
import { bodyInTurn } from './body-in-turn.ts';
import { type LakeContext, type LakeEnvironment, signedIn } from './environment.ts';
import { parseJson } from './parse-json.ts';
import { remoteAddress } from './remote-address.ts';

const longestSetting = 100_000;

/** Who is signed in, and who the others are. */
export const accountRoutes = new Hono<LakeEnvironment>()
  .get('/users/me', (context) => context.json(account(signedIn(context))))
  .get('/users/me/keyvalue/:keys', (context) => {
    const { id } = signedIn(context);
    const keys = context.req.param('keys').split(',');
    return context.json(keys.map((key) => ({ key, value: context.get('lake').settings.get(id, key) })));
  })
  .put('/users/me/keyvalue/:key?', async (context) => {
    const { id } = signedIn(context);
    const sent = parseJson(await bodyInTurn(context.req));
    const pairs = settingsIn(sent, context.req.param('key'));
    for (const { key, value } of pairs) context.get('lake').settings.set(id, key, value);
    return context.json(pairs);
  })
  .get('/users/:ids', (context) => {
    signedIn(context);
    const ids = context.req.param('ids').split(',');
    const found = ids.flatMap((id) => profile(context, id));
    return context.json(ids.length === 1 ? (found[0] ?? null) : found);
  })
  .get('/auth/providers', (context) => {
    const url = `${context.get('lake').urls.studio}/sign-in`;
    // The title is all there is on the Studio's button.
    return context.json({ providers: [{ name: 'lake', title: 'Sign in with e-mail', url }], thirdPartyLogin: false });
  })
  .get('/auth/id', (context) => context.json({ id: signedIn(context).id }))
  .get('/auth/fetch', (context) => {
    const token = context.get('lake').people.redeemSid(context.req.query('sid') ?? '', deviceOf(context));
    if (!token) throw unauthorized();
    return context.json({ token, label: 'Studio session' });
  })
  .post('/auth/logout', (context) => {
    const token = bearerToken(context.req.header('authorization'));
    if (token) context.get('lake').people.signOut(token, remoteAddress(context));
    return context.body(null, 204);
  });

/** By what somebody may know a session of theirs again: which browser on which system. */
function deviceOf(context: LakeContext): string | undefined {
  const agent = context.req.header('user-agent') ?? '';
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(agent)?.[0];
  const system = /Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux/.exec(agent)?.[0];
  const parts = [browser?.replace('Edg', 'Edge').replace('OPR', 'Opera'), system].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(', ');
}

function account({ id, name, email, role, kind }: Actor): Record<string, unknown> {
  const title = role.charAt(0).toUpperCase() + role.slice(1);
  return {
    id,
    name,
    email,
    role,
    roles: [{ name: role, title }],
    provider: kind === 'person' ? 'link' : 'token',
    profileImage: null,
    tosAcceptedAt: null,
  };
}

/** Authors who are no people: what was imported at the command line, and what programs with a token wrote. */
const programs = [
  { name: 'Import', email: null, isIt: (id: string) => id === lakeItself.id },
  { name: 'Program', email: null, isIt: isTokenId },
];

function profile(context: LakeContext, id: string): Record<string, unknown>[] {
  const known = context.get('lake').people.find(id) ?? programs.find((program) => program.isIt(id));
  if (!known) return [];
  const { name } = known;
  const { id: asker, role } = context.get('actor');
  // Names are on every article; an address is for whoever looks after people, and its owner.
  const email = role === 'administrator' || asker === id ? known.email : null;
  return [{ id, displayName: name, email, imageUrl: null, familyName: null, givenName: name, createdAt: null }];
}

function settingsIn(sent: unknown, key: string | undefined): { key: string; value: unknown }[] {
  const list = Array.isArray(sent) ? sent : [sent];
  return list.flatMap((item: unknown) => {
    const named = typeof item === 'object' && item !== null && 'key' in item ? item.key : key;
    const value = typeof item === 'object' && item !== null && 'value' in item ? item.value : item;
    const isSmall = (JSON.stringify(value ?? null) ?? '').length <= longestSetting;
    return typeof named === 'string' && isSmall ? [{ key: named, value }] : [];
  });
}
