import type { DatabaseSync } from 'node:sqlite';
import { integer, text } from '@bodytext/groq/store/row';

/** Whose rights changed, or whose session or token ended, in this process or in a command beside it. */
export type AccessChanges = ReturnType<typeof createAccessChanges>;

export function createAccessChanges(database: DatabaseSync) {
  const selectNew = database.prepare('SELECT seq, holder_id FROM access_changes WHERE seq > ? ORDER BY seq');
  const selectLast = database.prepare('SELECT coalesce(max(seq), 0) AS seq FROM access_changes');
  const removeOld = database.prepare('DELETE FROM access_changes WHERE seq < ?');
  let seen = integer(selectLast.get(), 'seq');

  return {
    /** The ids of people and tokens since this was asked the last time. */
    take(): string[] {
      const rows = selectNew.all(seen);
      if (rows.length > 0) seen = integer(rows.at(-1), 'seq');
      return [...new Set(rows.map((row) => text(row, 'holder_id')))];
    },
    /** Only whoever asks all the time may do this: the last one must stay, so that numbers go on. */
    tidy: (): unknown => removeOld.run(seen),
  };
}
