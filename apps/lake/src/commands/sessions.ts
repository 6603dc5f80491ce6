import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import type { Options } from './options.ts';
import { byCommandLine, readable, userOf, withLake } from './with-lake.ts';

/** Prints the active sessions. */
export function listSessions(environment: Environment, { email }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const only = email === undefined ? undefined : userOf(people, email).id;
    const sessions = people.sessions().filter(({ userId }) => only === undefined || userId === only);
    for (const { id, userId, device, createdAt, lastUsedAt } of sessions) {
      const name = people.find(userId)?.name ?? userId;
      const where = device === undefined ? '' : `, ${device}`;
      console.log(`${id}  ${name}${where}, since ${readable(createdAt)}, last used ${readable(lastUsedAt)}`);
    }
    if (sessions.length === 0) console.log('Nobody is signed in.');
  });
}

/** Ends a session, or all sessions of a user. */
export function endSessions(environment: Environment, id: string | undefined, { email }: Options): Promise<void> {
  return withLake(environment, ({ people }) => {
    const ids = email
      ? people.sessions().flatMap((session) => (session.userId === userOf(people, email).id ? [session.id] : []))
      : [id ?? ''];
    const ended = ids.flatMap((one) => people.endSession(one, byCommandLine) ?? []);
    if (!email && ended.length === 0) {
      throw new PlainError(
        'Say which session: sessions end ID, or sessions end --email ADDRESS. “sessions” lists them.',
      );
    }
    console.log(ended.length === 1 ? 'One session is ended.' : `${ended.length} sessions are ended.`);
  });
}
