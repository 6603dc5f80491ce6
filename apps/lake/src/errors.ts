import { QueryError } from '@bodytext/groq/query-error';
import { TooManyWords } from '@bodytext/groq/store/query-index';

/** An answer other than success, in the shape Content Lake gives it, so that clients show the same words. */
export class LakeError extends Error {
  override readonly name = 'LakeError';
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, body: Record<string, unknown>, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The answer to an error that has one, in Content Lake's shape; undefined for others, such as our own mistakes. */
export function asLakeError(error: unknown): LakeError | undefined {
  if (error instanceof LakeError) return error;
  if (!(error instanceof QueryError)) return undefined;
  const { message, type, details } = error;
  return new LakeError(400, message, { error: { description: message, type, ...details } });
}

/** One thing that failed among several in a request. */
export type FailedItem = { type: string; description: string; [detail: string]: unknown };

/** A failure of one mutation or action; the request's handler adds the index and the outer shape. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly status: number;
  readonly item: FailedItem;
  /** Which one it is, where that is known when it fails. */
  readonly operation: number | undefined;

  constructor(status: number, item: FailedItem, operation?: number) {
    super(item.description);
    this.status = status;
    this.item = item;
    this.operation = operation;
  }
}

export type OperationKind = 'mutationError' | 'actionError';

/** What failed while one mutation or action ran, such as its query; undefined for what is no answer to a request. */
export function asOperationError(error: unknown): OperationError | undefined {
  if (error instanceof OperationError) return error;
  if (error instanceof TooManyWords) {
    return new OperationError(400, { type: 'validationError', id: error.id, description: error.message });
  }
  const answer = asLakeError(error);
  if (answer === undefined || answer.status >= 500) return undefined;
  const { error: details } = answer.body;
  const type = typeof details === 'object' && details !== null && 'type' in details ? details.type : undefined;
  const item = { type: typeof type === 'string' ? type : 'validationError', description: answer.message };
  return new OperationError(answer.status, item);
}

/** The answer to a request of which one mutation or action failed: nothing was written. */
export function operationFailed(kind: OperationKind, error: OperationError, index: number): LakeError {
  const what = kind === 'mutationError' ? 'Mutation(s)' : 'Action(s)';
  return new LakeError(error.status, error.message, {
    error: {
      description: `${what} failed with 1 error(s)`,
      type: kind,
      items: [{ error: error.item, index }],
    },
  });
}

/** Boom-style errors, as Sanity's project API gives them. */
export function httpError(status: number, error: string, message: string, errorCode?: string): LakeError {
  return new LakeError(status, message, { statusCode: status, error, message, ...(errorCode ? { errorCode } : {}) });
}

export function badRequest(message: string): LakeError {
  return httpError(400, 'Bad Request', message);
}

/** Somebody asks for so much at once that others would wait for it; says when to come back. */
export function tooManyRequests(message: string, afterSeconds = 1): LakeError {
  const body = { statusCode: 429, error: 'Too Many Requests', message };
  return new LakeError(429, message, body, { 'retry-after': String(afterSeconds) });
}

export function notFound(message: string): LakeError {
  return httpError(404, 'Not Found', message);
}

/** The session is missing or over; the Studio answers the code by showing its sign-in page. */
export function unauthorized(): LakeError {
  return httpError(401, 'Unauthorized', 'Session not found', 'SIO-401-ANF');
}

export function forbidden(message: string): LakeError {
  return httpError(403, 'Forbidden', message);
}

/** A problem to tell a person at the command line in one sentence, without a stack trace. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}
