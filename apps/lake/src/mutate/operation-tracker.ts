import type { Mutation } from './mutation.ts';

/** The mutations of one operation on one document. */
type OperationWrite = { operation: number; mutations: Mutation[] };

/**
 * Tracks which operation of a request wrote which document. References and the like are checked after all operations
 * have run, and the error must still name the one that failed.
 */
export function createOperationTracker() {
  const writesById = new Map<string, OperationWrite[]>();
  let current: number | undefined;
  let writingId: string | undefined;

  return {
    start(operation: number | undefined): void {
      current = operation;
    },

    /** A document is validated and stored late, when other operations have run. */
    startWriting(id: string | undefined): void {
      writingId = id;
    },

    record(id: string, mutations: Mutation[]): void {
      if (current === undefined) return;
      const known = writesById.get(id);
      const write = { operation: current, mutations };
      if (known) known.push(write);
      else writesById.set(id, [write]);
    },

    /** The operation that is running, or else the last one that contributed to the error. */
    operationOf({ id, referencedIDs, referencingIDs }: Record<string, unknown>): number | undefined {
      if (writingId !== undefined) return lastWriteTo(writingId)?.operation;
      if (current !== undefined) return current;
      const [missing] = listOf(referencedIDs);
      const parts = [
        lastWriteTo(id, missing) ?? lastWriteTo(id),
        // The last operation is at fault: the one that wrote the reference, or the one that deleted its target.
        lastWriteTo(missing),
        ...listOf(referencingIDs).map((referring) => lastWriteTo(referring, id)),
      ];
      const operations = parts.flatMap((write) => (write ? [write.operation] : []));
      return operations.length > 0 ? Math.max(...operations) : undefined;
    },

    firstOperationOn: (id: string): number | undefined => writesById.get(id)?.at(0)?.operation,
  };

  /** @param value a value that the mutations must contain */
  function lastWriteTo(id: unknown, value?: unknown): OperationWrite | undefined {
    const all = typeof id === 'string' ? writesById.get(id) : undefined;
    return all?.findLast(({ mutations }) => value === undefined || containsValue(mutations, value));
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function containsValue(value: unknown, expected: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === expected;
  return Object.values(value).some((item) => containsValue(item, expected));
}
