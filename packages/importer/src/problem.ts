/** Why a file was not imported, in a sentence for whoever ran the importer. Nothing was stored. */
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
