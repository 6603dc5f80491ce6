import { badRequest } from '../errors.ts';
import type { Limit } from '../limit.ts';

/** A list of ids in an address, such as `/data/doc/production/a,b`: each of them once, however often it is named. */
export function namesIn(list: string, { value, unit }: Limit): string[] {
  const names = [...new Set(list.split(','))];
  if (names.length <= value) return names;
  throw badRequest(`An address may name ${value} ${unit} at once; ask for the others in another.`);
}
