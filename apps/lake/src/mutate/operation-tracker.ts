import type { Mutation } from './mutation.ts';

/** What one operation did to one document. */
type Deed = { operation: number; mutations: Mutation[] };

/**
 * Remembers which of a request's operations did what. Much is checked only when all of them have run, such as
 * references, and the answer must still name the one that failed.
 */
export function createBlame() {
  const deeds = new Map<string, Deed[]>();
  let running: number | undefined;
  let writing: string | undefined;

  return {
    start(operation: number | undefined): void {
      running = operation;
    },

    /** What was done to a document is checked and stored when others have followed. */
    startWriting(id: string | undefined): void {
      writing = id;
    },

    note(id: string, mutations: Mutation[]): void {
      if (running === undefined) return;
      const known = deeds.get(id);
      const deed = { operation: running, mutations };
      if (known) known.push(deed);
      else deeds.set(id, [deed]);
    },

    /** The one that runs, or else the last that had a part in what is wrong. */
    operationOf({ id, referencedIDs, referencingIDs }: Record<string, unknown>): number | undefined {
      if (writing !== undefined) return lastDeedOn(writing)?.operation;
      if (running !== undefined) return running;
      const [missing] = listOf(referencedIDs);
      const parts = [
        lastDeedOn(id, missing) ?? lastDeedOn(id),
        // Either may have come last: the reference, or the deletion of what it points to.
        lastDeedOn(missing),
        ...listOf(referencingIDs).map((referring) => lastDeedOn(referring, id)),
      ];
      const operations = parts.flatMap((deed) => (deed ? [deed.operation] : []));
      return operations.length > 0 ? Math.max(...operations) : undefined;
    },

    firstOperationOn: (id: string): number | undefined => deeds.get(id)?.at(0)?.operation,
  };

  /** @param about what the deed must have written */
  function lastDeedOn(id: unknown, about?: unknown): Deed | undefined {
    const all = typeof id === 'string' ? deeds.get(id) : undefined;
    return all?.findLast(({ mutations }) => about === undefined || holds(mutations, about));
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function holds(value: unknown, wanted: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === wanted;
  return Object.values(value).some((item) => holds(item, wanted));
}
