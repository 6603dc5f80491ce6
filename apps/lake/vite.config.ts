import { defineConfig } from 'vite';

/** The shim as one classic script, which the lake puts first into the page of a Studio it serves. */
export default defineConfig({
  build: {
    outDir: 'dist',
    lib: { entry: 'shim/install.ts', formats: ['iife'], name: 'lakeShim', fileName: () => 'shim.js' },
    target: 'es2022',
    reportCompressedSize: false,
  },
});
