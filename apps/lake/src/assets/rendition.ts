import { createHash, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { badRequest, notFound } from '../errors.ts';
import type { StoredFile } from './asset-files.ts';
import { type AssetKind, parseAssetName } from './asset-name.ts';
import { isLargeRendition } from './image-cost.ts';
import type { ImageJob } from './image-job.ts';
import { type ImageParameters, isOnlySized, isUnchanged, parseImageParameters } from './image-parameters.ts';
import { ImageFailure, type ImagePool } from './image-pool.ts';
import type { QueueEntry } from './image-queue.ts';
import { imageType, outputFormat } from './output-format.ts';
import type { RenditionCache } from './rendition-cache.ts';

/** A rendition, rendered only when `file` is called, so that a request with a matching ETag renders nothing. */
export type Rendition = { etag: string; mimeType: string; file(): Promise<StoredFile> };

type RenditionRequest = { query: Record<string, string>; accept: string; caller: string };

type Parts = {
  find(kind: AssetKind, name: string): Promise<StoredFile | undefined>;
  /** The folder for temporary files. */
  incoming: string;
  pool: ImagePool;
  cache: RenditionCache;
};

/** Renders images, once for concurrent requests, with a cache on disk. */
export type Renditions = ReturnType<typeof createRenditions>;

export function createRenditions({ find, incoming, pool, cache }: Parts) {
  const inProgress = new Map<string, Promise<StoredFile>>();

  function once(name: string, make: () => Promise<StoredFile>): Promise<StoredFile> {
    const running = inProgress.get(name) ?? make().finally(() => inProgress.delete(name));
    inProgress.set(name, running);
    return running;
  }

  async function make(
    name: string,
    original: StoredFile,
    job: (to: string) => ImageJob,
    entry: QueueEntry,
  ): Promise<StoredFile> {
    const cached = await cache.find(name);
    if (cached) return cached;
    const to = join(incoming, randomUUID());
    try {
      const isMade = (await pool.run(job(to), entry)) !== false;
      return isMade ? await cache.store(to, name) : original;
    } catch (error) {
      throw error instanceof ImageFailure ? badRequest(`The picture can’t be made: ${error.message}`) : error;
    } finally {
      await rm(to, { force: true });
    }
  }

  return {
    /** The original with all its metadata. The caller must have checked read access. */
    async raw(name: string): Promise<Rendition> {
      const original = await found(name);
      const { hash, extension } = original;
      return { etag: `"${hash}-raw"`, mimeType: imageType(extension), file: async () => original };
    },

    /** The image as its URL describes it, without metadata. */
    async get(name: string, { query, accept, caller }: RenditionRequest): Promise<Rendition> {
      const wanted = parseImageParameters(query);
      const original = await found(name);
      const { hash, extension, path: from, size: bytes } = original;
      const [nameOf, mimeType, job] = plan(wanted, accept, extension, from);
      if (!job) return { etag: `"${hash}"`, mimeType, file: async () => original };
      const format = mimeType.replace('image/', '');
      const entry = { caller, isLarge: isLargeRendition({ name, bytes }, { ...wanted, format }) };
      const made = nameOf(hash);
      return { etag: `"${made}"`, mimeType, file: () => once(made, () => make(made, original, job, entry)) };
    },
  };

  async function found(name: string): Promise<StoredFile & { hash: string; extension: string }> {
    const original = await find('images', name);
    const parsed = parseAssetName('images', name);
    if (!original || !parsed) throw notFound('There is no such image.');
    return { ...original, ...parsed };
  }
}

type Plan = [nameOf: (hash: string) => string, mimeType: string, job: ((to: string) => ImageJob) | undefined];

/** The job for a URL; none for an SVG, which scales to any size and has no EXIF. */
function plan(wanted: ImageParameters, accept: string, extension: string, from: string): Plan {
  const isSvg = extension === 'svg';
  if (isSvg && !wanted.fm && isOnlySized(wanted)) return [(hash) => hash, imageType(extension), undefined];
  if (isUnchanged(wanted)) {
    const job = (to: string): ImageJob => ({ kind: 'clean', from, to, extension });
    return [(hash) => renditionName(hash, 'clean', extension), imageType(extension), job];
  }
  const format = outputFormat(wanted, accept, extension);
  const query = asQuery(wanted);
  const job = (to: string): ImageJob => ({ kind: 'render', from, to, query, format });
  return [(hash) => renditionName(hash, JSON.stringify([query, format]), format), imageType(format), job];
}

/** The parsed parameters in one order, so that `?h=1&w=1.2` and `?w=1&h=1` share a rendition. */
function asQuery({ auto: _auto, ...wanted }: ImageParameters): Record<string, string> {
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}

function renditionName(hash: string, described: string, extension: string): string {
  const digest = createHash('sha256').update(described).digest('hex').slice(0, 32);
  return `${hash}-${digest}.${extension}`;
}
