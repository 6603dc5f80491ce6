import type { Dataset } from '../dataset.ts';
import type { Actor } from './actor.ts';
import type { People } from './people.ts';

/**
 * The hosted lake stores roles and their members as documents of the type `system.group`. Here they are not documents:
 * they are not exported, and change without a transaction. The Studio sends one query for them, to list the people who
 * can be mentioned; it is recognized by its text.
 */
const studioQuery = /^\s*\*\s*\[\s*_type\s*==\s*"system\.group"\s*\]\s*\{([\s\w,]+)\}\s*$/;

/** Answers the Studio's query for groups; undefined for any other query. */
export function answerGroupsQuery(
  query: string,
  actor: Actor,
  dataset: Dataset,
  people: People,
): unknown[] | undefined {
  const fields = studioQuery.exec(query)?.[1];
  // A client that may read nothing must not list users either.
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
