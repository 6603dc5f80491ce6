import { newsroomPlugin } from '@bodytext/newsroom/lake-plugin';
import type { Environment } from '../environment.ts';
import { type Lake, openLake } from '../lake.ts';
import { siteWebhook } from '../site-webhook.ts';

/**
 * Opens the lake for a command, with the configured plugin and webhooks. Another lake may be running on the same data
 * folder: deliveries are enqueued, and sent by that one, or at its next start.
 */
export function openConfiguredLake({ dataDir, urls, assetLimits, project, isPlain }: Environment): Lake {
  const rules = isPlain ? {} : { plugin: newsroomPlugin, webhooks: [siteWebhook(urls.site, '')] };
  return openLake({ dataDir, urls, project, assetLimits, ...rules });
}
