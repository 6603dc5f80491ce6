import { defineConfig, type Plugin } from 'vite';
import { connectionElementId, connectionToHtml } from './src/connection.ts';
import { modulesElementId } from './src/outage/load-all.ts';

/**
 * Sanity's stylesheets load Inter from a server of Sanity's. Editors' browsers talk to this Studio alone, so the rules
 * go and the next font of the same list, the system's, takes over.
 */
const withoutRemoteFonts: Plugin = {
  name: 'without-remote-fonts',
  enforce: 'pre',
  transform: {
    filter: { id: /\.css(?:\?|$)/ },
    handler: (css) => css.replace(/@font-face\s*\{[^}]*https?:\/\/[^}]*\}/g, ''),
  },
};

const { LAKE_PORT = '3030', SITE_PORT = '3000', STUDIO_PORT = '3333' } = process.env;
const lakeUrl = process.env.LAKE_URL || `http://localhost:${LAKE_PORT}`;
const siteUrl = process.env.SITE_URL || `http://localhost:${SITE_PORT}`;
const hostedProject = process.env.SANITY_PROJECT_ID;

/** While the Studio is developed, its page comes from Vite: what the lake would put into it, this does. */
const asTheLakeServesIt: Plugin = {
  name: 'as-the-lake-serves-it',
  apply: 'serve',
  transformIndexHtml: (html) => {
    const connection = connectionToHtml({
      projectId: hostedProject || 'bodytext',
      dataset: process.env.SANITY_DATASET || 'production',
      lake: hostedProject ? 'hosted' : 'embedded',
      hasPublishRules: !hostedProject,
      siteUrl,
    });
    const filled = html.replace(
      `id="${connectionElementId}"></script>`,
      () => `id="${connectionElementId}">${connection}</script>`,
    );
    const shim = { tag: 'script', attrs: { src: '/lake-shim.js' }, injectTo: 'head-prepend' as const };
    return { html: filled, tags: hostedProject ? [] : [shim] };
  },
};

/** Writes the addresses of all chunks into the page, which `loadAll` fetches into the browser's cache. */
const withModules: Plugin = {
  name: 'with-modules',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) => [
      {
        tag: 'script',
        attrs: { type: 'application/json', id: modulesElementId },
        children: JSON.stringify(Object.keys(bundle).flatMap((name) => (name.endsWith('.js') ? [`/${name}`] : []))),
        injectTo: 'body',
      },
    ],
  },
};

export default defineConfig({
  plugins: [withoutRemoteFonts, asTheLakeServesIt, withModules],
  // Sanity reads these as its own command line would set them; empty means: not given.
  define: { 'process.env': {} },
  resolve: { dedupe: ['react', 'react-dom', 'sanity', 'styled-components'] },
  server: {
    port: Number(STUDIO_PORT),
    strictPort: true,
    host: '127.0.0.1',
    proxy: {
      '^/(v(1|X|\\d{4}-\\d{2}-\\d{2})/|images/|files/|sign-in|lake-shim\\.js|event-streams|healthz)': {
        target: lakeUrl,
        ws: true,
      },
    },
  },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    chunkSizeWarningLimit: 10_000,
    // Vite would inline small images and fonts as data: addresses, one more thing to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
