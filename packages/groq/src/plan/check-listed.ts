import type { Deadline } from '../deadline.ts';
import { OverBudget } from '../query-error.ts';
import type { DocumentStore } from '../store/documents.ts';
import { integer } from '../store/row.ts';
import type { Selection } from './selection.ts';

/** Before documents are listed: to list thousands takes milliseconds, which little of a budget can't tell afterwards. */
export function checkListed(
  documents: DocumentStore,
  { sql, values }: Pick<Selection, 'sql' | 'values'>,
  { mostListed }: Deadline,
): void {
  if (mostListed === undefined) return;
  const counted = `SELECT count(*) AS n FROM (SELECT 1 FROM documents AS d WHERE ${sql} LIMIT ${mostListed + 1})`;
  if (integer(documents.rowsOf(counted, values)[0], 'n') > mostListed) throw new OverBudget();
}
