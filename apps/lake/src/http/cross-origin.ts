import { type Answer, empty } from './answer.ts';
import { httpLimits } from './limits.ts';
import type { LakeRequest } from './request.ts';

/**
 * CORS: pages of the Studio, the site and the origins that an administrator allowed may read the lake's answers. For any
 * other origin the headers are missing, and the browser withholds the answer from the page.
 */
export function withCrossOrigin(request: LakeRequest, answer: Answer): Answer {
  const origin = request.header('origin');
  const allowed = origin === undefined ? undefined : allowedTo(origin, request);
  if (origin === undefined || !allowed) return answer;
  const { vary, ...headers } = answer.headers;
  return {
    ...answer,
    headers: { ...headers, ...headersFor(origin, allowed), vary: vary === undefined ? 'origin' : `${vary}, origin` },
  };
}

/** The answer to a CORS preflight. */
export function preflight(request: LakeRequest): Answer {
  const origin = request.header('origin');
  const allowed = origin === undefined ? undefined : allowedTo(origin, request);
  if (origin === undefined || !allowed) return empty();
  return empty(204, {
    ...headersFor(origin, allowed),
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, HEAD',
    'access-control-allow-headers': headersAllowed(request, allowed),
    'access-control-max-age': String(httpLimits.preflight.value),
    vary: 'origin',
  });
}

export type Allowed = { credentials: boolean };

/** Undefined where the origin is not allowed. */
export function allowedTo(origin: string, { lake }: LakeRequest): Allowed | undefined {
  const { urls, origins } = lake;
  const isOwn = [urls.studio, urls.site, urls.lake].some((url) => new URL(url).origin === origin);
  return isOwn ? { credentials: true } : origins.of(origin);
}

function headersFor(origin: string, { credentials }: Allowed): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    ...(credentials && { 'access-control-allow-credentials': 'true' }),
    'access-control-expose-headers': 'content-type, etag',
  };
}

/** Without credentials, a page may not send a token either. */
function headersAllowed(request: LakeRequest, { credentials }: Allowed): string {
  const requested = request.header('access-control-request-headers') ?? '';
  if (requested.length > httpLimits.preflightHeaders.value) return '';
  if (credentials) return requested;
  const names = requested.split(',').map((name) => name.trim());
  return names.filter((name) => !['authorization', 'cookie'].includes(name.toLowerCase())).join(', ');
}
