/** Content Lake's error types: a text that is not GROQ, and GROQ that can't be answered. */
export type QueryErrorType = 'queryParseError' | 'queryError';

/** A query that is wrong or exceeds a limit: a server answers with status 400. */
export class QueryError extends Error {
  override readonly name: string = 'QueryError';
  readonly type: QueryErrorType;
  /** For clients, besides the message: such as where in the text the mistake is. */
  readonly details: Record<string, unknown>;

  constructor(message: string, type: QueryErrorType = 'queryError', details: Record<string, unknown> = {}) {
    super(message);
    this.type = type;
    this.details = details;
  }
}

/** A query exceeds the budget of the thread it runs in; another thread may still answer it. */
export class OverBudget extends QueryError {
  override readonly name = 'OverBudget';

  constructor() {
    super('The query asks for too much.');
  }
}
