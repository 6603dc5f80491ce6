import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import type { Environment } from '../environment.ts';
import { type Lake, openLake } from '../lake.ts';
import { siteWebhook } from '../site-webhook.ts';

/**
 * The lake as a command at the command line uses it, perhaps beside a running one: what it changes is put into the
 * outbox, and the running lake, or the next, tells the site.
 */
export function openNewsroom({ dataDir, urls, assetLimits, project, isPlain }: Environment): Lake {
  const rules = isPlain ? {} : { plugin: newsroomPlugin, webhooks: [siteWebhook(urls.site, '')] };
  return openLake({ dataDir, urls, project, assetLimits, ...rules });
}
