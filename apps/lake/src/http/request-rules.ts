import { badRequest, httpError } from '../errors.ts';
import { type Actor, refuseAnonymous } from '../people/actor.ts';
import { httpLimits } from './limits.ts';
import type { Incoming } from './request.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Refuses a URL that is too long; a caller without read access gets 401 first, as for any other URL. */
export function checkUrlLength({ path, queryString }: Pick<Incoming, 'path' | 'queryString'>, actor: Actor): void {
  const most = httpLimits.address.value;
  if (path.length + queryString.length <= most) return;
  refuseAnonymous(actor);
  throw httpError(414, 'URI Too Long', `An address may have ${most} characters; send long queries by POST.`);
}

/** @see https://www.sanity.io/docs/content-lake/api-versioning — any past or present date, `1` or `X` */
export function checkVersion(version: string): void {
  if (validVersions.has(version)) return;
  if (!isPastOrPresent(version)) {
    throw badRequest(`“v${version}” is no API version: use a date in UTC that is not in the future, v1 or vX.`);
  }
  // A past date stays past.
  if (validVersions.size < mostCached) validVersions.add(version);
}

const mostCached = httpLimits.versions.value;
const validVersions = new Set(['1', 'X']);

/** With a day of tolerance, for clients whose clock is ahead. */
function isPastOrPresent(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  const isDate = !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
  return isDate && time <= Date.now() + dayMs;
}
