import { createMiddleware } from 'hono/factory';
import type { LakeContext, LakeEnvironment } from './environment.ts';

const preflightLastsSeconds = 600;
/** An answer with longer headers than 16 KB is one that clients do not read. */
const mostOfHeaderNames = 4_096;

/**
 * Lets the pages of the Studio and the site call the lake from a browser, those an administrator allowed, and nobody
 * else's. Without an answer here, a browser keeps what the lake said from the page that asked.
 */
export const crossOrigin = createMiddleware<LakeEnvironment>(async (context, next) => {
  const origin = context.req.header('origin');
  const allowed = origin === undefined ? undefined : allowedTo(origin, context);
  if (context.req.method === 'OPTIONS') {
    if (origin !== undefined && allowed) {
      context.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE, HEAD');
      context.header('access-control-allow-headers', headersAllowed(context, allowed));
      context.header('access-control-max-age', String(preflightLastsSeconds));
      allow(origin, allowed);
    }
    return context.body(null, 204);
  }
  await next();
  if (origin !== undefined && allowed) allow(origin, allowed);

  function allow(to: string, { credentials }: Allowed): void {
    context.header('access-control-allow-origin', to);
    if (credentials) context.header('access-control-allow-credentials', 'true');
    context.header('access-control-expose-headers', 'content-type, etag');
    context.header('vary', 'origin', { append: true });
  }
});

export type Allowed = { credentials: boolean };

/** What a page may do here; undefined if nothing. */
export function allowedTo(origin: string, context: LakeContext): Allowed | undefined {
  const { urls, origins } = context.get('lake');
  const isOwn = [urls.studio, urls.site, urls.lake].some((url) => new URL(url).origin === origin);
  return isOwn ? { credentials: true } : origins.of(origin);
}

/** A page that may not act as somebody signed in may not send a token either. */
function headersAllowed(context: LakeContext, { credentials }: Allowed): string {
  const asked = context.req.header('access-control-request-headers') ?? '';
  if (asked.length > mostOfHeaderNames) return '';
  if (credentials) return asked;
  const names = asked.split(',').map((name) => name.trim());
  return names.filter((name) => !['authorization', 'cookie'].includes(name.toLowerCase())).join(', ');
}
