/** A file was not imported, and nothing was stored; the message is a sentence for the user. */
export class ImportProblem extends Error {
  /** For programs. */
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.name = 'ImportProblem';
    this.code = code;
  }
}

export type ProblemCode =
  | 'fileUnreadable'
  | 'fileTooLarge'
  | 'fileNotText'
  | 'headlineMissing'
  | 'titleMissing'
  | 'leadMissing'
  | 'whatMissing'
  | 'causesMissing'
  | 'ordealMissing'
  | 'articleEdited'
  | 'articleNotImported'
  | 'articlePublished'
  | 'articleChangedMeanwhile'
  | 'lakeUnreachable'
  | 'lakeRefused';
