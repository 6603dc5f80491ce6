import { createClient } from '@sanity/client';
import { visionTool } from '@sanity/vision';
import { type DocumentActionComponent, defineConfig, type SingleWorkspace } from 'sanity';
import { presentationTool } from 'sanity/presentation';
import { structureTool } from 'sanity/structure';
import { apiVersion } from './api-version.ts';
import type { Connection } from './connection.ts';
import { Mark } from './mark.tsx';
import type { ConnectionMonitor } from './outage/connection-monitor.ts';
import { requireConnection } from './outage/require-connection.ts';
import { presentation } from './presentation.ts';
import { explainRefusal } from './publish.tsx';
import { publishWithRules } from './publish-with-rules.ts';
import { schemaTypes } from './schema-types/schema-types.ts';
import { structure } from './structure/structure.ts';
import { templates } from './structure/templates.ts';
import { createBannerLayout } from './unsaved/banner-layout.tsx';
import { createEditTrackingInput } from './unsaved/edit-tracking-input.tsx';
import type { UnsavedEdits } from './unsaved/unsaved-edits.ts';
import { viewOnSite } from './view-on-site.ts';

/** The settings document is a singleton: it can't be created, duplicated or deleted. */
const settingsActions = new Set<DocumentActionComponent['action']>(['publish', 'discardChanges', 'restore']);

/** The settings are a singleton, and only the site writes feedback. */
const notCreatable = new Set(['settings', 'feedback', 'feedbackTally']);

/** What is created before Sanity's modules are loaded. */
export type StudioServices = { unsaved: UnsavedEdits; monitor: ConnectionMonitor };

export function studioConfig(connection: Connection, { unsaved, monitor }: StudioServices): SingleWorkspace {
  const { projectId, dataset, lake, hasPublishRules, siteUrl } = connection;
  const withRules = hasPublishRules ? (publish: DocumentActionComponent) => publish : publishWithRules;
  const connectedOnly = requireConnection(monitor);
  return defineConfig({
    name: 'default',
    title: 'Bodytext',
    icon: Mark,
    projectId,
    dataset,
    ...(lake === 'embedded' && embeddedLake()),
    // No timeout: our `fetch` retries for as long as an outage lasts. At the client's own timeout of five minutes the
    // Studio would send the edit again under another transaction id, and the lake would store it twice.
    unstable_clientFactory: (config) => createClient({ ...config, timeout: 0 }),
    plugins: [
      structureTool({ title: 'Write', structure }),
      presentationTool(presentation(siteUrl)),
      visionTool({ defaultApiVersion: apiVersion, defaultDataset: dataset }),
    ],
    form: { components: { input: createEditTrackingInput(unsaved, monitor) } },
    studio: { components: { layout: createBannerLayout(unsaved, monitor) } },
    schema: { types: schemaTypes, templates: (builtIn) => [...builtIn, ...templates] },
    document: {
      actions: (builtIn, { schemaType }) => {
        const actions = builtIn.map(connectedOnly);
        if (schemaType === 'settings') return actions.filter(({ action }) => settingsActions.has(action));
        if (schemaType === 'feedback') return actions.filter(({ action }) => action === 'delete');
        if (schemaType === 'feedbackTally') return [];
        return actions.flatMap((action) =>
          action.action === 'publish' ? [explainRefusal(withRules(action)), viewOnSite(siteUrl)] : [action],
        );
      },
      newDocumentOptions: (options) =>
        options.filter(({ templateId }) => !notCreatable.has(templateId) && !templateId.endsWith('-in-topic')),
    },
    announcements: { enabled: false },
    releases: { enabled: true },
    scheduledDrafts: { enabled: true },
    // Sanity's older feature, which scheduled drafts replace.
    scheduledPublishing: { enabled: false },
    // Without it, a release's activity does not list its documents.
    beta: { eventsAPI: { releases: true } },
  });
}

/**
 * The embedded lake is on the page's origin; the shim routes requests to the project's host name there. Sign-in is by
 * token: a cookie would be a third-party cookie.
 */
function embeddedLake() {
  return {
    apiHost: location.origin,
    auth: { loginMethod: 'token', redirectOnSingle: false },
  } as const;
}
