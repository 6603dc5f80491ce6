import type { Dataset } from '../dataset.ts';
import type { Actor } from './actor.ts';
import type { People } from './people.ts';

/**
 * Sanity keeps who may do what in documents of the type `system.group`. Here people and roles are no documents: they
 * are in no export and no list, and change without a transaction. The Studio's one question about them, with which it
 * offers people to be mentioned, is therefore known by its wording.
 */
const question = /^\s*\*\s*\[\s*_type\s*==\s*"system\.group"\s*\]\s*\{([\s\w,]+)\}\s*$/;

/** The answer to the Studio's question who is in which role; undefined if the query asks something else. */
export function groupsAskedFor(query: string, actor: Actor, dataset: Dataset, people: People): unknown[] | undefined {
  const fields = question.exec(query)?.[1];
  // Whoever may read nothing learns nothing of people either.
  if (fields === undefined || actor.kind === 'anonymous' || actor.access.kind === 'nothing') return undefined;
  const names = fields.split(',').map((name) => name.trim());
  return groupsOf(dataset, people).map((group) =>
    Object.fromEntries(names.map((name) => [name, Object.hasOwn(group, name) ? group[name] : null])),
  );
}

function groupsOf(dataset: Dataset, people: People): Record<string, unknown>[] {
  return people.roles.flatMap((role) => {
    const members = people.list().filter((user) => user.role === role);
    const [one] = members;
    if (one === undefined) return [];
    const { grants } = dataset.actor({ kind: 'person', user: one });
    return [{ _id: `_.groups.${role}`, _type: 'system.group', members: members.map(({ id }) => id), grants }];
  });
}
