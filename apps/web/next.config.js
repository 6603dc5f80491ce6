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
  // `npm run types` checks types: a second check would make the build slower.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  // DATA_DIR is known at run time only: nothing of it can be traced or deployed.
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

/** Loaded by Node, unbundled. */
const cacheHandler = fileURLToPath(new URL('./src/cache/page-cache.ts', import.meta.url));

/**
 * Development has no cache handler: Next renders every page at every request, and there is no build ID.
 *
 * @param {string} phase
 */
export default (phase) => (phase === PHASE_DEVELOPMENT_SERVER ? config : { ...config, cacheHandler });
