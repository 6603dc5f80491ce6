import { type AssetKind, assetIdOf, parseAssetName } from '../assets/asset-name.ts';
import { anyFile, fileType } from '../assets/file-type.ts';
import { asDownload, cleanFilename } from '../assets/filename.ts';
import type { Dataset } from '../dataset.ts';
import { notFound, unauthorized } from '../errors.ts';
import { networkOf } from '../people/client-network.ts';
import type { Answer } from './answer.ts';
import { bearerToken } from './bearer-token.ts';
import type { LakeRequest } from './request.ts';
import { rootRoutes } from './routes.ts';
import { isKept, notModified, sendFile } from './send-file.ts';

/** What a browser must not do with a file somebody uploaded, whatever is in it. */
const harmless = {
  'content-security-policy': "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'public, max-age=31536000, immutable',
};
/** Browsers show a PDF with a program of their own, which a sandbox would stop. */
const harmlessPdf = "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; object-src 'self'";

/**
 * Pictures and files, under names that hold the hash of their content, so they never change.
 * As on the hosted lake, whoever knows the address may read them, so they leave out what a camera noted.
 */
export const assetRoutes = rootRoutes()
  .get('/images/:project/:dataset/:name/:vanity?', image)
  .get('/files/:project/:dataset/:name/:vanity?', file);

async function image(request: LakeRequest): Promise<Answer> {
  const { dataset, name } = assetAt(request, 'images');
  const query = request.queries();
  const isRaw = query.dlRaw !== undefined && query.dlRaw !== 'false';
  if (isRaw && !mayReadRaw(request, dataset, name)) throw unauthorized();
  const { renditions } = dataset.assets;
  const accept = request.header('accept') ?? '';
  const asked = { query, accept, caller: networkOf(request.address) };
  const { etag, mimeType, file: make } = isRaw ? await renditions.raw(name) : await renditions.get(name, asked);
  const headers = {
    ...harmless,
    'content-type': mimeType,
    ...disposition(request, dataset, 'images', name, isRaw),
    ...(query.auto && { vary: 'accept' }),
    ...(isRaw && { 'cache-control': 'private, no-store', 'x-sanity-sha1': name.slice(0, 40) }),
  };
  if (isKept(request, etag)) return notModified(etag, headers);
  return sendFile(request, { ...(await make()), etag, headers });
}

async function file(request: LakeRequest): Promise<Answer> {
  const { dataset, name } = assetAt(request, 'files');
  const found = await dataset.assets.find('files', name);
  if (!found) throw notFound('There is no such file.');
  const hash = name.slice(0, 40);
  const etag = `"${hash}"`;
  const type = await fileType(found.path);
  const headers = {
    ...harmless,
    ...(type === 'application/pdf' && { 'content-security-policy': harmlessPdf }),
    'content-type': type,
    'x-sanity-sha1': hash,
    ...disposition(request, dataset, 'files', name, type === anyFile),
  };
  if (isKept(request, etag)) return notModified(etag, headers);
  return sendFile(request, { ...found, etag, headers });
}

/** Only names that an asset can have: no path leads out of the folder. */
function assetAt(request: LakeRequest, kind: AssetKind): { dataset: Dataset; name: string } {
  const { project, dataset: datasetName = '', name = '' } = request.params;
  const dataset = request.lake.dataset(datasetName);
  const isThere = dataset && project === dataset.project.projectId && parseAssetName(kind, name);
  if (!dataset || !isThere) throw notFound(`There is no such ${kind === 'images' ? 'image' : 'file'}.`);
  return { dataset, name };
}

/** What its camera noted is for those who may read the asset's document. */
function mayReadRaw(request: LakeRequest, dataset: Dataset, name: string): boolean {
  const holder = request.lake.holderOf(bearerToken(request.header('authorization')));
  const document = dataset.store.documents.get(assetIdOf('images', name));
  return holder !== undefined && document !== undefined && dataset.actor(holder).may('read', document);
}

/** `?dl=name` makes the browser save it; a name at the end of the path is what it is called if somebody does. */
function disposition(
  request: LakeRequest,
  { store }: Dataset,
  kind: AssetKind,
  name: string,
  mustSave: boolean,
): Record<string, string> {
  const wanted = request.query('dl');
  const called = cleanFilename(wanted) ?? cleanFilename(request.params.vanity);
  if (wanted === undefined && !mustSave) {
    return called ? { 'content-disposition': asDownload(called).replace('attachment', 'inline') } : {};
  }
  const original = store.documents.get(assetIdOf(kind, name))?.originalFilename;
  return { 'content-disposition': asDownload(called ?? (typeof original === 'string' ? original : name)) };
}
