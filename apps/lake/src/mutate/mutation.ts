import { documentId, documentStub } from '@bodytext/groq/document';
import { z } from 'zod';
import { limits } from './limits.ts';

/** @see https://www.sanity.io/docs/http-reference/mutation */

const byPath = z.record(z.string(), z.unknown());
const items = z.array(z.unknown());
/** Where something goes into a list, and what. */
export const insert = z.union(
  [
    z.strictObject({ before: z.string(), items }),
    z.strictObject({ after: z.string(), items }),
    z.strictObject({ replace: z.string(), items }),
  ],
  'An insert needs “items”, and one of “before”, “after” and “replace” that says where.',
);

/**
 * The operators of a patch, in the order in which they take effect. One that is not known is refused: whoever sent it
 * would take for written what is not.
 */
export const patchOperations = z.strictObject(
  {
    setIfMissing: byPath.optional(),
    set: byPath.optional(),
    unset: z.array(z.string()).optional(),
    diffMatchPatch: z.record(z.string(), z.string()).optional(),
    inc: z.record(z.string(), z.number()).optional(),
    dec: z.record(z.string(), z.number()).optional(),
    insert: insert.optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `A patch has no operator “${issue.keys[0]?.slice(0, 100)}”.` : undefined,
  },
);

export type PatchOperations = z.output<typeof patchOperations>;

/** A patch of what was read before. */
export const guardedPatch = patchOperations.extend({ ifRevisionID: z.string().optional() });

const byQuery = z.object({ query: z.string(), params: z.record(z.string(), z.unknown()).optional() });
const purge = z.boolean().optional();
const patch = bySelection(guardedPatch.extend({ id: documentId }), guardedPatch.extend(byQuery.shape));
const deletion = bySelection(z.object({ id: documentId, purge }), byQuery.extend({ purge }));

const shapes = {
  create: z.strictObject({ create: documentStub }),
  createIfNotExists: z.strictObject({ createIfNotExists: documentStub }),
  createOrReplace: z.strictObject({ createOrReplace: documentStub }),
  delete: z.strictObject({ delete: deletion }),
  patch: z.strictObject({ patch }),
};
const anyMutation = z.union(Object.values(shapes));
const kind = z.enum(['create', 'createIfNotExists', 'createOrReplace', 'delete', 'patch']);

/** The kind is looked at first: what is said of a wrong patch must not be what would be right of a deletion. */
export const mutation = z.record(z.string(), z.unknown()).transform((value, context): z.output<typeof anyMutation> => {
  const named = kind.safeParse(Object.keys(value)[0]);
  if (!named.success) {
    context.addIssue(`A mutation is one of ${kind.options.join(', ')}.`);
    return z.NEVER;
  }
  return parsedAs<z.output<typeof anyMutation>>(shapes[named.data], value, context);
});

export type Mutation = z.output<typeof mutation>;

export const transactionId = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,128}$/, 'A transaction id may hold only a-z, A-Z, 0-9, “_”, “-” and “.”.');

export const mutationRequest = z.object({
  mutations: z
    .array(z.unknown())
    .max(limits.mutations.value, `A request may have at most ${limits.mutations.value} mutations.`)
    .transform(untilWrong)
    .refine(
      (all) => all.filter(isByQuery).length <= limits.byQuery.value,
      `A request may have at most ${limits.byQuery.value} mutations that select by query.`,
    ),
  transactionId: transactionId.optional(),
  dryRun: z.boolean().optional(),
});

/** The first that is wrong is all that is told: to look at thousands of them would keep others waiting. */
function untilWrong(all: unknown[], context: z.RefinementCtx<unknown[]>): Mutation[] {
  const mutations: Mutation[] = [];
  for (const [index, one] of all.entries()) {
    const parsed = mutation.safeParse(one);
    if (!parsed.success) return tell(parsed.error, context, [index]);
    mutations.push(parsed.data);
  }
  return mutations;
}

/** What says by which of two it selects is looked at first, for the same reason. */
function bySelection<ById, ByQuery>(byId: z.ZodType<ById>, byQuery: z.ZodType<ByQuery>) {
  return z.record(z.string(), z.unknown()).transform((value, context): ById | ByQuery => {
    if ('id' in value) return parsedAs(byId, value, context);
    if ('query' in value) return parsedAs(byQuery, value, context);
    context.addIssue('Say which documents by “id” or by “query”.');
    return z.NEVER;
  });
}

function parsedAs<Output>(shape: z.ZodType<Output>, value: unknown, context: z.RefinementCtx): Output {
  const parsed = shape.safeParse(value);
  return parsed.success ? parsed.data : tell(parsed.error, context);
}

/** @param at where what is wrong is in the whole */
function tell({ issues }: z.ZodError, context: z.RefinementCtx, at: PropertyKey[] = []): never {
  for (const { path, message } of issues) context.addIssue({ code: 'custom', path: [...at, ...path], message });
  return z.NEVER;
}

function isByQuery(one: Mutation): boolean {
  return ('patch' in one && 'query' in one.patch) || ('delete' in one && 'query' in one.delete);
}
