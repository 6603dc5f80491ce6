import { z } from 'zod';
import { httpError, type LakeError } from '../errors.ts';

/** The error codes of SQLite and of the file system. */
const failure = z.object({ errcode: z.number().optional(), code: z.string().optional() });

/** @see https://www.sqlite.org/rescode.html — primary result codes are the lowest byte of extended ones */
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
/** SQLite reports FULL only for ENOSPC; a quota or file size limit (EDQUOT, EFBIG) is reported as a failed write. */
const failedWrites = new Set([778, 1546, 4874]);
const noRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export type StorageProblem = 'full' | 'busy' | 'readOnly' | 'damaged' | 'unreachable';

/** Whether SQLite threw the error. */
export function isFromSqlite(error: unknown): boolean {
  return (failure.safeParse(error).data?.errcode ?? 0) !== 0;
}

/** The problem with the disk or the database behind an error; undefined for other errors. */
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

/** The answer to a request that failed because of the disk or the database. */
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
