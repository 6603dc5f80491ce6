import { figure } from '@bodytext/schema/figure';
import sharp from 'sharp';
import { z } from 'zod';
import { limits } from '../limits.ts';
import { circuitBreaker } from '../server/circuit-breaker.ts';
import { lake } from '../server/content.ts';
import { environment } from '../server/environment.ts';
import { secrets } from '../server/secrets.ts';
import { type Asset, type Frame, frames, type Rect, rectOf } from './frame.ts';
import type { Format, Variant } from './media-url.ts';

const queryTimeoutMs = limits.imageQueryTimeout.value;
export const fetchTimeoutMs = limits.imageFetchTimeout.value;
const quality: Record<Format, number> = { avif: 50, webp: 72, jpg: 80 };

const sharpFormats: Record<Format, string> = { avif: 'heif', webp: 'webp', jpg: 'jpeg' };

const anyFigure = figure.pick({ asset: true, crop: true, hotspot: true });
const answerShape = z.object({ referring: z.array(z.looseObject({ _id: z.string() })) });
const frameNames = z.array(z.enum(Object.keys(frames) as [Frame, ...Frame[]])).parse(Object.keys(frames));

/** Small, since whole documents are read. */
const pageSize = 50;

/** A document that uses an image, with the crops of all the site's frames. */
export type UsedBy = { id: string; rects: Rect[] };

/** All documents that use an image, page by page. Withdrawn articles don't: their pages show only the notice. */
export async function* documentsUsing(asset: Asset): AsyncGenerator<UsedBy[]> {
  for (let after = ''; ; ) {
    const page = await referringTo(asset.id, after);
    yield page.map((document) => ({
      id: document._id,
      rects: figuresIn(document, asset.id).flatMap((own) => frameNames.map((frame) => rectOf(own, asset, frame))),
    }));
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last._id;
  }
}

async function referringTo(assetId: string, after: string): Promise<z.infer<typeof answerShape>['referring']> {
  const answer = await circuitBreaker().run(() =>
    lake().fetch<unknown>(
      `{"referring": *[references($asset) && !defined(withdrawal) && _id > $after] | order(_id asc) [0...${pageSize}]}`,
      { asset: assetId, after },
      // Published documents and drafts.
      { perspective: 'raw', signal: AbortSignal.timeout(queryTimeoutMs) },
    ),
  );
  return answerShape.parse(answer).referring;
}

function figuresIn(value: unknown, assetId: string): z.infer<typeof anyFigure>[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = anyFigure.safeParse(value);
  if (own.success) return own.data.asset._ref === assetId ? [own.data] : [];
  return Object.values(value).flatMap((field) => figuresIn(field, assetId));
}

/** The image from the lake, cropped and resized; undefined when the lake has no such asset. */
export async function fetchVariant({ asset, rect, width, format }: Variant): Promise<Buffer | undefined> {
  const { projectId, dataset, lakeUrl } = environment();
  const url = new URL(
    `/images/${projectId}/${dataset}/${asset.name.replace(/-([a-z0-9]+)$/, '.$1')}`,
    lakeUrl ?? 'https://cdn.sanity.io',
  );
  url.searchParams.set('rect', [rect.x, rect.y, rect.width, rect.height].join(','));
  url.searchParams.set('w', String(width));
  url.searchParams.set('fm', format);
  url.searchParams.set('q', String(quality[format]));
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${secrets().readToken}` },
    signal: AbortSignal.timeout(fetchTimeoutMs),
    redirect: 'error',
  });
  if (response.status === 404) return undefined;
  if (!response.ok || !response.headers.get('content-type')?.startsWith('image/')) {
    throw new Error(`The lake answered ${response.status} (${response.headers.get('content-type')}) for ${url.href}.`);
  }
  const bytes = Buffer.from(await response.arrayBuffer());
  await checkImage(bytes, format);
  return bytes;
}

/** Cached images are never fetched again: a truncated image or an error page must not get into the cache. */
async function checkImage(bytes: Buffer, format: Format): Promise<void> {
  const image = sharp(bytes);
  const { format: found } = await image.metadata();
  if (found !== sharpFormats[format]) throw new Error(`The lake sent ${found} instead of ${format}.`);
  // Decodes the whole image, and so finds a truncated one.
  await image.stats();
}
