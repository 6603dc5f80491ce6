import { defineConfig, type Plugin } from 'vite';
import { connectionElementId, connectionToHtml } from './src/connection.ts';
import { modulesElementId } from './src/outage/preload-modules.ts';

/**
 * Removes the `@font-face` rules that load Inter from a Sanity server: the Studio makes no third-party request. The
 * next font of each font stack, a system font, is used instead.
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

/** In development Vite serves the page: this fills in the connection and the shim, as the lake does otherwise. */
const connectionAndShim: Plugin = {
  name: 'connection-and-shim',
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

/** Lists the URLs of all chunks in the page, for `preloadModules`. */
const chunkList: Plugin = {
  name: 'chunk-list',
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
  plugins: [withoutRemoteFonts, connectionAndShim, chunkList],
  // Sanity's code reads `process.env`, which its own CLI would define; an empty object leaves every variable unset.
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
    // Inlined assets are data: URLs, which the Content-Security-Policy would have to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
