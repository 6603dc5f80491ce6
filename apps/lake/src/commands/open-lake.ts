import type { Environment } from '../environment.ts';
import { type Lake, openLake } from '../lake.ts';
import { newsroom } from '../newsroom.ts';
import { siteWebhook } from '../site-webhook.ts';

/**
 * The lake as a command at the command line uses it, perhaps beside a running one: what it changes is put into the
 * outbox, and the running lake, or the next, tells the site.
 */
export function openConfiguredLake({ dataDir, urls, assetLimits, project, isPlain }: Environment): Lake {
  const rules = isPlain ? {} : { plugin: newsroom, webhooks: [siteWebhook(urls.site, '')] };
  return openLake({ dataDir, urls, project, assetLimits, ...rules });
}
