import type { DatabaseSync } from 'node:sqlite';
import { integer } from '@bodytext/groq/store/row';

/**
 * Tells whether anything may have been written to a database since it was asked last: by this connection or another,
 * in this process or beside it. Costs about as much as reading a row, and so less than looking up what could have changed.
 */
export function createChangeWatch(database: DatabaseSync): () => boolean {
  const select = database.prepare('SELECT data_version AS others, total_changes() AS own FROM pragma_data_version');
  let others = 0;
  let own = 0;
  return () => {
    const row = select.get();
    const before = { others, own };
    others = integer(row, 'others');
    own = integer(row, 'own');
    return others !== before.others || own !== before.own;
  };
}
