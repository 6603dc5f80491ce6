import { changeProjection } from '@bodytext/schema/changed-document';
import { feedbackTypes } from '@bodytext/schema/document-types';
import type { WebhookOptions } from './webhooks/hook.ts';

/** The webhook that tells the site what was published, so that it revalidates the pages that depend on it. */
export function siteWebhook(siteUrl: string, secret: string): WebhookOptions {
  return {
    name: 'site',
    url: `${siteUrl}/api/revalidate`,
    // Readers' feedback is on no page.
    filter: `!string::startsWith(_type, "system.") && !string::startsWith(_type, "sanity.") && !(_type in ${JSON.stringify([...feedbackTypes])})`,
    projection: changeProjection,
    secret,
  };
}
