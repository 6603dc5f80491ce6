import { badRequest, httpError } from '../errors.ts';
import { type Actor, refuseAnonymous } from '../people/actor.ts';
import { httpLimits } from './limits.ts';
import type { Incoming } from './request.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Whoever may read nothing at all is told that, however long their address is. */
export function checkAddress({ path, searchText }: Pick<Incoming, 'path' | 'searchText'>, actor: Actor): void {
  const most = httpLimits.address.value;
  if (path.length + searchText.length <= most) return;
  refuseAnonymous(actor);
  throw httpError(414, 'URI Too Long', `An address may have ${most} characters; send long queries by POST.`);
}

/** @see https://www.sanity.io/docs/content-lake/api-versioning — any past or present date, `1` or `X` */
export function checkVersion(version: string): void {
  if (fine.has(version)) return;
  if (!isPastOrPresent(version)) {
    throw badRequest(`“v${version}” is no API version: use a date in UTC that is not in the future, v1 or vX.`);
  }
  // What is past stays so, and programs name one or two versions.
  if (fine.size < mostFine) fine.add(version);
}

const mostFine = httpLimits.versions.value;
const fine = new Set(['1', 'X']);

/** A day's grace, for clocks that are ahead. */
function isPastOrPresent(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  const isDate = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  return isDate && time <= Date.now() + dayMs;
}
