import type { DatabaseSync } from 'node:sqlite';
import { integer, text } from '@bodytext/groq/store/row';

/** A log of changed rights and ended sessions and tokens, also those changed by other processes. */
export function createAccessChanges(database: DatabaseSync) {
  const selectNew = database.prepare('SELECT seq, holder_id FROM access_changes WHERE seq > ? ORDER BY seq');
  const selectLast = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM access_changes');
  const removeOld = database.prepare('DELETE FROM access_changes WHERE seq < ?');
  let seen = integer(selectLast.get(), 'seq');

  return {
    /** The ids of users and tokens that changed since the last call. */
    takeNew(): string[] {
      const rows = selectNew.all(seen);
      if (rows.length > 0) seen = integer(rows.at(-1), 'seq');
      return [...new Set(rows.map((row) => text(row, 'holder_id')))];
    },
    /** Only the running lake may call this. It keeps the last row, so that `seq` goes on. */
    prune: (): unknown => removeOld.run(seen),
  };
}
