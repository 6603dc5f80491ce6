import { createClient } from '@sanity/client';
import { visionTool } from '@sanity/vision';
import { type DocumentActionComponent, defineConfig, type SingleWorkspace } from 'sanity';
import { presentationTool } from 'sanity/presentation';
import { structureTool } from 'sanity/structure';
import { apiVersion } from './api-version.ts';
import type { Connection } from './connection.ts';
import { Mark } from './mark.tsx';
import type { ConnectionWatch } from './outage/connection-watch.ts';
import { needingConnection } from './outage/needing-connection.ts';
import { presentation } from './presentation.ts';
import { sayingWhy } from './publish.tsx';
import { publishWithRules } from './publish-with-rules.ts';
import { schemaTypes } from './schema-types/schema-types.ts';
import { structure } from './structure/structure.ts';
import { templates } from './structure/templates.ts';
import type { Unsaved } from './unsaved/unsaved.ts';
import { createUnsavedInput } from './unsaved/unsaved-input.tsx';
import { createUnsavedLayout } from './unsaved/unsaved-layout.tsx';
import { viewOnSite } from './view-on-site.ts';

/** There is one settings document: it is edited and published, never made, copied or removed. */
const settingsActions = new Set<DocumentActionComponent['action']>(['publish', 'discardChanges', 'restore']);

/** There is one settings document already, and what readers say is said by readers. */
const notMadeByHand = new Set(['settings', 'feedback', 'feedbackTally']);

/** What the Studio has from the page around it: whether there is a connection, and the words that are not stored. */
export type Desk = { unsaved: Unsaved; watch: ConnectionWatch };

/** The whole Studio, for one lake and one site. */
export function studioConfig(connection: Connection, { unsaved, watch }: Desk): SingleWorkspace {
  const { projectId, dataset, lake, hasPublishRules, siteUrl } = connection;
  const withRules = hasPublishRules ? (publish: DocumentActionComponent) => publish : publishWithRules;
  const onlyConnected = needingConnection(watch);
  return defineConfig({
    name: 'default',
    title: 'Bodytext',
    icon: Mark,
    projectId,
    dataset,
    ...(lake === 'embedded' && embeddedLake()),
    // `fetch` waits for a lake that does not answer. After five minutes, its own limit, the client would give up, and
    // the Studio would send the same words again under another transaction id, to be stored twice.
    unstable_clientFactory: (config) => createClient({ ...config, timeout: 0 }),
    plugins: [
      structureTool({ title: 'Write', structure }),
      presentationTool(presentation(siteUrl)),
      visionTool({ defaultApiVersion: apiVersion, defaultDataset: dataset }),
    ],
    form: { components: { input: createUnsavedInput(unsaved, watch) } },
    studio: { components: { layout: createUnsavedLayout(unsaved, watch) } },
    schema: { types: schemaTypes, templates: (builtIn) => [...builtIn, ...templates] },
    document: {
      actions: (builtIn, { schemaType }) => {
        const actions = builtIn.map(onlyConnected);
        if (schemaType === 'settings') return actions.filter(({ action }) => settingsActions.has(action));
        if (schemaType === 'feedback') return actions.filter(({ action }) => action === 'delete');
        if (schemaType === 'feedbackTally') return [];
        return actions.flatMap((action) =>
          action.action === 'publish' ? [sayingWhy(withRules(action)), viewOnSite(siteUrl)] : [action],
        );
      },
      newDocumentOptions: (options) =>
        options.filter(({ templateId }) => !notMadeByHand.has(templateId) && !templateId.endsWith('-in-topic')),
    },
    announcements: { enabled: false },
    releases: { enabled: true },
    scheduledDrafts: { enabled: true },
    // What scheduled drafts have taken the place of.
    scheduledPublishing: { enabled: false },
    // Without it, a release's activity says nothing of the documents in it.
    beta: { eventsAPI: { releases: true } },
  });
}

/**
 * Our own lake is behind the page's own origin; the shim leads the project's host name there. Its tokens are kept by
 * the Studio, because a cookie would need another site's permission.
 */
function embeddedLake() {
  return {
    apiHost: location.origin,
    auth: { loginMethod: 'token', redirectOnSingle: false },
  } as const;
}
