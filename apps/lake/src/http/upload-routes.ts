import { z } from 'zod';
import { tooLarge } from '../assets/asset-files.ts';
import { metadataPart } from '../assets/image-facts.ts';
import { type Place, type UploadedFile, uploadFile, uploadImage } from '../assets/upload.ts';
import { badRequest, forbidden } from '../errors.ts';
import { json } from './answer.ts';
import { httpLimits } from './limits.ts';
import { parseRequest } from './parse-request.ts';
import { chunksOf } from './read-body.ts';
import type { ApiRequest } from './request.ts';
import { apiRoutes } from './routes.ts';

/** Uploads. @see https://www.sanity.io/docs/http-reference/assets */
export const uploadRoutes = apiRoutes()
  .post('/assets/images/:dataset', async (request) => {
    const author = uploader(request, 'image');
    const { imageBytes } = request.dataset.assets.limits;
    return json({ document: await uploadImage(placeOf(request), author, readUpload(request, imageBytes)) });
  })
  .post('/assets/files/:dataset', async (request) => {
    const author = uploader(request, 'file');
    const { fileBytes } = request.dataset.assets.limits;
    return json({ document: await uploadFile(placeOf(request), author, readUpload(request, fileBytes)) });
  });

function placeOf(request: ApiRequest): Place {
  return { dataset: request.dataset, lakeUrl: request.lake.urls.lake };
}

/** Checks the right to create the asset's document before any bytes are written to disk. */
function uploader(request: ApiRequest, kind: 'image' | 'file') {
  const author = request.signedIn();
  const probe = { _id: `${kind}-probe`, _type: `sanity.${kind}Asset`, _rev: '', _createdAt: '', _updatedAt: '' };
  if (!author.may('create', probe)) throw forbidden('Your role may not upload files.');
  return author;
}

const text = z.string().max(httpLimits.uploadText.value).optional();
const parameters = z.object({
  filename: text,
  title: text,
  description: text,
  label: text,
  creditLine: text,
  sourceId: text,
  sourceName: text,
  sourceUrl: text,
});

function readUpload(request: ApiRequest, mostBytes: number): UploadedFile {
  const { sourceId: id, sourceName: name, sourceUrl: url, ...rest } = parseRequest(parameters, request.queries());
  const named = request.queryValues('meta');
  const parts = named.length === 0 ? undefined : named.flatMap((value) => value.split(','));
  const { meta } = parseRequest(z.object({ meta: z.array(metadataPart).optional() }), { meta: parts });
  // Refused by its `content-length` without being read.
  if (Number(request.header('content-length')) > mostBytes) throw tooLarge(mostBytes);
  return {
    ...rest,
    meta,
    source: { ...(id && { id }), ...(name && { name }), ...(url && { url }) },
    bytes: body(request),
  };
}

async function* body(request: ApiRequest): AsyncGenerator<Uint8Array> {
  if (!hasBody(request)) throw badRequest('The upload is empty: send the file’s bytes as the request’s body.');
  try {
    yield* chunksOf(request);
  } catch {
    throw badRequest('The upload broke off before its end, so nothing was stored.');
  }
}

function hasBody(request: ApiRequest): boolean {
  return request.header('transfer-encoding') !== undefined || Number(request.header('content-length')) > 0;
}
