import { defineConfig, type Plugin } from 'vite';

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

export default defineConfig({
  plugins: [withoutRemoteFonts],
  // Sanity reads these as its own command line would set them; empty means: not given.
  define: { 'process.env': {} },
  resolve: { dedupe: ['react', 'react-dom', 'sanity', 'styled-components'] },
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
