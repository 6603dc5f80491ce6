import type { Environment } from '../environment.ts';
import { PlainError } from '../errors.ts';
import type { Options } from './options.ts';
import { byCommandLine, withLake } from './with-lake.ts';

/** Allows a CORS origin. */
export function addOrigin(environment: Environment, origin: string | undefined, options: Options): Promise<void> {
  return withLake(environment, ({ origins }) => {
    if (!origin) throw new PlainError('Say which origin: cors add https://studio.example.org [--credentials].');
    const added = origins.add(origin, options.credentials ?? false, byCommandLine);
    const how = added.credentials ? 'also as somebody signed in' : 'as anybody, without a token';
    console.log(`Pages of ${added.origin} may call the lake, ${how}.`);
  });
}

export function removeOrigin(environment: Environment, origin: string | undefined): Promise<void> {
  return withLake(environment, ({ origins }) => {
    const known = origins.list();
    const entry = known.find((one) => one.origin === origin || String(one.id) === origin);
    if (!entry) {
      const list = known.map((one) => one.origin).join(', ') || 'none';
      throw new PlainError(`There is no entry for ${origin ?? 'no origin'}. Those there are: ${list}.`);
    }
    origins.remove(entry.id, byCommandLine);
    console.log(`Pages of ${entry.origin} may no longer call the lake.`);
  });
}

export function listOrigins(environment: Environment): Promise<void> {
  return withLake(environment, ({ origins, urls }) => {
    for (const url of new Set([urls.studio, urls.site, urls.lake])) console.log(`${url} (its own, with credentials)`);
    for (const { origin, credentials } of origins.list())
      console.log(`${origin}${credentials ? ' with credentials' : ''}`);
  });
}
