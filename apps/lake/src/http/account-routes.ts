import { notFound, unauthorized } from '../errors.ts';
import { inOne } from '../fairness/slices.ts';
import { type Actor, lakeItself } from '../people/actor.ts';
import { peopleLimits } from '../people/limits.ts';
import { isTokenId } from '../people/tokens.ts';
import type { KeyValue } from '../people/user-key-values.ts';
import { empty, json } from './answer.ts';
import { bearerToken } from './bearer-token.ts';
import { namesIn } from './names-in.ts';
import { parseJson } from './parse-json.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

/** Who is signed in, and who the others are. */
export const accountRoutes = apiRoutes()
  .get('/users/me', (request) => json(account(request.signedIn())))
  .get('/users/me/keyvalue/:keys', (request) => {
    const { id } = request.signedIn();
    return json(request.lake.keyValues.get(id, request.param('keys').split(',')));
  })
  .put('/users/me/keyvalue/:key?', async (request) => {
    const { id } = request.signedIn();
    const text = await request.text();
    const store = (): KeyValue[] => {
      const pairs = keyValuesIn(parseJson(text), request.params.key);
      request.lake.keyValues.set(id, pairs);
      return pairs;
    };
    return json(await request.lake.slices.run(request.caller, inOne(store)));
  })
  .get('/users/:ids', (request) => {
    request.signedIn();
    const asked = request.param('ids');
    const found = namesIn(asked, peopleLimits.usersPerRequest).flatMap((id) => profile(request, id));
    if (asked.includes(',')) return json(found);
    if (found[0] === undefined) throw notFound(`There is no user “${asked}”.`);
    return json(found[0]);
  })
  .get('/auth/providers', (request) => {
    const url = `${request.lake.signInUrl}/sign-in`;
    // The title is all there is on the Studio's button.
    return json({ providers: [{ name: 'lake', title: 'Sign in with e-mail', url }], thirdPartyLogin: false });
  })
  .get('/auth/id', (request) => json({ id: request.signedIn().id }))
  .get('/auth/fetch', (request) => {
    const token = request.lake.people.redeemSid(request.query('sid') ?? '', deviceOf(request));
    if (!token) throw unauthorized();
    return json({ token, label: 'Studio session' });
  })
  .post('/auth/logout', (request) => {
    const token = bearerToken(request.header('authorization'));
    if (token) request.lake.people.signOut(token, request.address);
    return empty();
  });

/** By what somebody may know a session of theirs again: which browser on which system. */
function deviceOf(request: ApiRequest): string | undefined {
  const agent = request.header('user-agent') ?? '';
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

function profile(request: ApiRequest, id: string): Record<string, unknown>[] {
  const known = request.lake.people.find(id) ?? programs.find((program) => program.isIt(id));
  if (!known) return [];
  const { name } = known;
  const { id: asker, role } = request.actor;
  // Names are on every article; an address is for whoever looks after people, and its owner.
  const email = role === 'administrator' || asker === id ? known.email : null;
  return [{ id, displayName: name, email, imageUrl: null, familyName: null, givenName: name, createdAt: null }];
}

function keyValuesIn(sent: unknown, key: string | undefined): KeyValue[] {
  const list = Array.isArray(sent) ? sent : [sent];
  return list.flatMap((item: unknown) => {
    const named = typeof item === 'object' && item !== null && 'key' in item ? item.key : key;
    const value = typeof item === 'object' && item !== null && 'value' in item ? item.value : item;
    return typeof named === 'string' ? [{ key: named, value }] : [];
  });
}
