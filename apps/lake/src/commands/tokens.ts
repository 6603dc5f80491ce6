import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import type { Options } from './options.ts';
import { byCommandLine, readable, withLake } from './with-people.ts';

/** Prints a new token for a program, as the last word. */
export function createToken(environment: Environment, { role, label }: Options): Promise<void> {
  return withLake(environment, ({ people }) =>
    console.log(people.createToken(people.parseProgramRole(role), label ?? 'Token', byCommandLine)),
  );
}

export function listTokens(environment: Environment): Promise<void> {
  return withLake(environment, ({ people }) => {
    const tokens = people.tokens();
    for (const { id, role, label, createdAt, lastUsedAt } of tokens) {
      console.log(`${id}  ${label}, ${role}, made ${readable(createdAt)}, last used ${readable(lastUsedAt)}`);
    }
    if (tokens.length === 0) console.log('There are no tokens. “token create --role viewer” makes one.');
  });
}

export function revokeToken(environment: Environment, id: string | undefined): Promise<void> {
  return withLake(environment, ({ people }) => {
    const token = id === undefined ? undefined : people.revokeToken(id, byCommandLine);
    if (!token) throw new PlainError(`There is no token ${id ?? 'without an id'}. “token list” says which there are.`);
    console.log(`The token “${token.label}” works no more.`);
  });
}
