import { badRequest } from '../errors.ts';
import type { Limit } from '../limit.ts';

/** Parses a list of ids in a path, such as `/data/doc/production/a,b`, without duplicates. */
export function parseIdList(list: string, { value, unit }: Limit): string[] {
  const ids = [...new Set(list.split(','))];
  if (ids.length <= value) return ids;
  throw badRequest(`An address may name ${value} ${unit} at once; ask for the others in another.`);
}
