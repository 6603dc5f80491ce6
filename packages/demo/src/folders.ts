import { fileURLToPath } from 'node:url';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What `lake import` takes: `data.ndjson` beside its images. */
export const datasetFolder = folder('../dataset');
/** The drawings as SVG, made by code, from which the images are rendered. */
export const drawingsFolder = folder('../assets/drawings');
/** Which drawing each image was rendered from, and its size. */
export const imagesManifest = folder('../assets/images.ts');
