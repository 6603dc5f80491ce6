import { z } from 'zod';
import { httpError, type LakeError } from '../errors.ts';

/** What SQLite and the file system say of themselves when they fail. */
const failure = z.object({ errcode: z.number().optional(), code: z.string().optional() });

/** @see https://www.sqlite.org/rescode.html — the lowest byte is the kind, the whole number says more */
const primary = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notDatabase: 26,
};
/** SQLite says FULL only for ENOSPC; a quota or a limit of file size (EDQUOT, EFBIG) comes as a failed write. */
const failedWrites = new Set([778, 1546, 4874]);
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export type StorageProblem = 'full' | 'busy' | 'readOnly' | 'damaged' | 'unreachable';

/** Whether it was SQLite that failed, whatever the reason. */
export function isFromSqlite(error: unknown): boolean {
  return (failure.safeParse(error).data?.errcode ?? 0) !== 0;
}

/** What is wrong with the disk or the database, if that is what an error tells. */
export function storageProblem(error: unknown): StorageProblem | undefined {
  const { errcode = 0, code = '' } = failure.safeParse(error).data ?? {};
  if (noRoom.has(code) || failedWrites.has(errcode)) return 'full';
  if (code === 'EROFS') return 'readOnly';
  switch (errcode & 0xff) {
    case primary.full:
      return 'full';
    case primary.busy:
    case primary.locked:
      return 'busy';
    case primary.readOnly:
      return 'readOnly';
    case primary.corrupt:
    case primary.notDatabase:
      return 'damaged';
    case primary.inputOutput:
    case primary.cantOpen:
      return 'unreachable';
    default:
      return undefined;
  }
}

/** The answer to a request that the disk or the database stood in the way of. */
export function storageFailure(error: unknown): LakeError | undefined {
  switch (storageProblem(error)) {
    case 'full':
      return httpError(
        507,
        'Insufficient Storage',
        'The lake’s disk has no room left, so nothing was stored. Reading goes on; make room and try again.',
      );
    case 'busy':
      return httpError(
        503,
        'Service Unavailable',
        'Another program is writing to the lake, such as an import. Nothing was stored; try again.',
      );
    case 'readOnly':
      return httpError(
        507,
        'Insufficient Storage',
        'The lake may not write to its data folder, so nothing was stored.',
      );
    case 'damaged':
      return httpError(500, 'Internal Server Error', 'The lake’s database is damaged; its log says where a backup is.');
    case 'unreachable':
      return httpError(500, 'Internal Server Error', 'The lake can’t reach its disk, so nothing was stored.');
    default:
      return undefined;
  }
}
