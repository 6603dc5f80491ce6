import { z } from 'zod';
import { completeDraft } from './complete-draft.ts';
import { InvalidContent, type ProblemReporter, type ReadContext, type ReadProblem } from './read.ts';

/** Parses a document; throws an `InvalidContent` with the first issue and its path. */
export function parseDocument<Document>(
  context: Pick<ReadContext, 'perspective'>,
  schema: z.ZodType<Document>,
  value: unknown,
): Document {
  const parsed = schema.safeParse(context.perspective === 'drafts' ? completeDraft(value) : value);
  if (parsed.success) return parsed.data;
  const { message, documentId } = problemWith(value, parsed.error);
  throw new InvalidContent(message, documentId);
}

/** Parses a list of documents. Invalid ones are reported and left out, so that one does not break the page. */
export function parseDocuments<Document>(
  context: ReadContext,
  schema: z.ZodType<Document>,
  values: readonly unknown[],
): Document[] {
  return parseEach(context, schema, context.perspective === 'drafts' ? values.map(completeDraft) : values);
}

/** Parses a list of documents or projections. Invalid ones are reported and left out. */
export function parseEach<Value>(
  context: ProblemReporter,
  schema: z.ZodType<Value>,
  values: readonly unknown[],
): Value[] {
  return values.flatMap((value) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return [parsed.data];
    context.report(problemWith(value, parsed.error));
    return [];
  });
}

const identified = z.object({ _id: z.string() });

/** The first issue of a document, with its path. */
export function problemWith(value: unknown, { issues: [issue] }: z.ZodError): ReadProblem {
  const documentId = identified.safeParse(value).data?._id;
  const where = issue?.path.join('.') || 'the whole of it';
  return {
    documentId,
    message: `The document “${documentId ?? 'without an id'}” can’t be shown: ${where}: ${issue?.message}`,
  };
}
