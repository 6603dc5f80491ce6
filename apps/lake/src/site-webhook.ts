import { changeProjection } from '@bodytext/schema/changed-document';
import { feedbackTypes } from '@bodytext/schema/document-types';
import type { WebhookOptions } from './webhooks/hook.ts';

/** Tells the site what was published, so that it renders the pages concerned again. */
export function siteWebhook(siteUrl: string, secret: string): WebhookOptions {
  return {
    name: 'site',
    url: `${siteUrl}/api/revalidate`,
    // What readers say is on no page.
    filter: `!string::startsWith(_type, "system.") && !string::startsWith(_type, "sanity.") && !(_type in ${JSON.stringify([...feedbackTypes])})`,
    projection: changeProjection,
    secret,
  };
}
