/** The types of error that Content Lake tells apart: a text that is not GROQ, and GROQ that can't be answered. */
export type QueryErrorType = 'queryParseError' | 'queryError';

/** A query that is wrong, or that asks for more than it may: a server answers it with status 400. */
export class QueryError extends Error {
  override readonly name: string = 'QueryError';
  readonly type: QueryErrorType;
  /** What clients are told besides the message, such as where in the text the mistake is. */
  readonly details: Record<string, unknown>;

  constructor(message: string, type: QueryErrorType = 'queryError', details: Record<string, unknown> = {}) {
    super(message);
    this.type = type;
    this.details = details;
  }
}

/** A query asks for more than its deadline allows where it runs; elsewhere it may be answered. */
export class OverBudget extends QueryError {
  override readonly name = 'OverBudget';

  constructor() {
    super('The query asks for too much.');
  }
}
