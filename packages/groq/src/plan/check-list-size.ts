import type { Deadline } from '../deadline.ts';
import { OverBudget } from '../query-error.ts';
import type { DocumentStore } from '../store/documents.ts';
import { integer } from '../store/row.ts';
import type { Selection } from './selection.ts';

/**
 * Refuses to list too many documents before they are listed: listing thousands takes milliseconds, more than a small
 * budget.
 */
export function checkListSize(
  documents: DocumentStore,
  { sql, values }: Pick<Selection, 'sql' | 'values'>,
  { maxListed }: Deadline,
): void {
  if (maxListed === undefined) return;
  const counted = `SELECT count(*) AS n FROM (SELECT 1 FROM documents AS d WHERE ${sql} LIMIT ${maxListed + 1})`;
  if (integer(documents.queryRows(counted, values)[0], 'n') > maxListed) throw new OverBudget();
}
