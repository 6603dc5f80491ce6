import { fileURLToPath } from 'node:url';
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';

/**
 * The Pages Router only: with an `app` folder, unknown addresses would be answered by the App Router, with scripts.
 *
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The packages are TypeScript source.
  transpilePackages: ['@bodytext/schema', '@bodytext/content', '@bodytext/data-dir', '@bodytext/newsroom'],
  // `npm run types` checks types; twice would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // The folder for data is known when the site runs, not when it is built. Nothing of it is traced or deployed.
  turbopack: { ignoreIssue: [{ path: /.*/, title: 'Dynamic filesystem access causes tracing of the whole project' }] },
  rewrites: async () => [
    { source: '/healthz', destination: '/api/healthz' },
    { source: '/instant-search.js', destination: '/api/instant-search' },
    { source: '/preview.:extension(js|css)', destination: '/api/preview/module?extension=:extension' },
    { source: '/feed.:format(xml|atom|json)', destination: '/api/feed?format=:format' },
    { source: '/:topic+/feed.:format(xml|atom|json)', destination: '/api/feed?format=:format&topic=:topic*' },
    { source: '/:path+.md', destination: '/api/markdown?path=:path*' },
    { source: '/llms.txt', destination: '/api/llms' },
    { source: '/manifest.webmanifest', destination: '/api/manifest' },
    { source: '/speculation-rules.json', destination: '/api/speculation-rules' },
    { source: '/robots.txt', destination: '/api/robots' },
    { source: '/sitemap.xml', destination: '/api/sitemap' },
  ],
};

/** Loaded by Node as it is, not bundled. */
const cacheHandler = fileURLToPath(new URL('./src/cache/page-cache.ts', import.meta.url));

/**
 * Development renders every page at every request: it has no build whose pages could be kept.
 *
 * @param {string} phase
 */
export default (phase) => (phase === PHASE_DEVELOPMENT_SERVER ? config : { ...config, cacheHandler });
