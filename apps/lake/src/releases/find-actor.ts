import type { Dataset } from '../dataset.ts';
import type { People } from '../people/people.ts';
import type { TokenHolder } from '../people/tokens.ts';
import type { FindActor } from './due-releases.ts';

/** Finds a person or a program by the author id in the history, if they may still sign in. */
export function createFindActor(dataset: Dataset, people: People): FindActor {
  return (id) => {
    const holder = personById(people, id) ?? programById(people, id);
    return holder && dataset.actor(holder);
  };
}

function personById(people: People, id: string): TokenHolder | undefined {
  const user = people.list().find((one) => one.id === id);
  return user && user.suspendedAt === undefined ? { kind: 'person', user } : undefined;
}

function programById(people: People, id: string): TokenHolder | undefined {
  const token = people.tokens().find((one) => one.id === id);
  return token && { kind: 'robot', id, role: token.role, label: token.label };
}
