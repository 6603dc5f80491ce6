import { QueryError } from '@bodytext/groq/query-error';
import { TooManyWords } from '@bodytext/groq/store/query-index';

/** An error response in Content Lake's format, so that clients show the same messages. */
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

/** The error response for an error; undefined for unexpected ones, such as bugs. */
export function asLakeError(error: unknown): LakeError | undefined {
  if (error instanceof LakeError) return error;
  if (!(error instanceof QueryError)) return undefined;
  const { message, type, details } = error;
  return new LakeError(400, message, { error: { description: message, type, ...details } });
}

/** The error of one mutation or action in a request. */
export type FailedItem = { type: string; description: string; [detail: string]: unknown };

/** The failure of one mutation or action; `operationFailed` makes the response of it. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly status: number;
  readonly item: FailedItem;
  /** Its index, where it is known when it fails. */
  readonly operation: number | undefined;

  constructor(status: number, item: FailedItem, operation?: number) {
    super(item.description);
    this.status = status;
    this.item = item;
    this.operation = operation;
  }
}

export type OperationKind = 'mutationError' | 'actionError';

/** An error that was thrown by a mutation or action, such as by its query; undefined for unexpected errors. */
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

/** The response to a request of which one mutation or action failed, so that nothing was written. */
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

/** An error in the format of Sanity's project API, that of the library Boom. */
export function httpError(status: number, error: string, message: string, errorCode?: string): LakeError {
  return new LakeError(status, message, { statusCode: status, error, message, ...(errorCode ? { errorCode } : {}) });
}

export function badRequest(message: string): LakeError {
  return httpError(400, 'Bad Request', message);
}

/** @param afterSeconds when to retry */
export function tooManyRequests(message: string, afterSeconds = 1): LakeError {
  const body = { statusCode: 429, error: 'Too Many Requests', message };
  return new LakeError(429, message, body, { 'retry-after': String(afterSeconds) });
}

export function notFound(message: string): LakeError {
  return httpError(404, 'Not Found', message);
}

/** The session is missing or has ended; the Studio reacts to the error code by showing its sign-in page. */
export function unauthorized(): LakeError {
  return httpError(401, 'Unauthorized', 'Session not found', 'SIO-401-ANF');
}

export function forbidden(message: string): LakeError {
  return httpError(403, 'Forbidden', message);
}

/** An error for the person at the command line: printed as one sentence, without a stack trace. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}
