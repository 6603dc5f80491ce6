import type { DatabaseSync } from 'node:sqlite';
import { integer } from '@bodytext/groq/store/row';

/**
 * Returns a function that tells whether the database may have changed since its last call: `data_version` changes with
 * the writes of other connections, `total_changes()` with those of this one. It costs about as much as reading a row.
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
