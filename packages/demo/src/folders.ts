import { fileURLToPath } from 'node:url';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The input of `lake import`: `data.ndjson` and its images. */
export const datasetFolder = folder('../dataset');
/** The generated SVG drawings. */
export const drawingsFolder = folder('../assets/drawings');
/** The manifest: size and hashes of each image and its drawing. */
export const imagesManifest = folder('../assets/images.ts');
