import { z } from 'zod';
import { completeDraft } from './complete-draft.ts';
import { InvalidContent, type Problems, type ReadContext, type ReadProblem } from './read.ts';

/** A valid document of the schema's type, or an `InvalidContent` that says what is wrong with it and where. */
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

/** The documents of a list that are valid. The others are reported and left out: one must not take down a page. */
export function parseDocuments<Document>(
  context: ReadContext,
  schema: z.ZodType<Document>,
  values: readonly unknown[],
): Document[] {
  return parseEach(context, schema, context.perspective === 'drafts' ? values.map(completeDraft) : values);
}

/** What is valid of a list of documents, or of parts of them. The others are reported and left out. */
export function parseEach<Value>(context: Problems, schema: z.ZodType<Value>, values: readonly unknown[]): Value[] {
  return values.flatMap((value) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return [parsed.data];
    context.report(problemWith(value, parsed.error));
    return [];
  });
}

const identified = z.object({ _id: z.string() });

/** What is wrong with a document, and where in it. */
export function problemWith(value: unknown, { issues: [issue] }: z.ZodError): ReadProblem {
  const documentId = identified.safeParse(value).data?._id;
  const where = issue?.path.join('.') || 'the whole of it';
  return {
    documentId,
    message: `The document “${documentId ?? 'without an id'}” can’t be shown: ${where}: ${issue?.message}`,
  };
}
