import { Hono } from 'hono';
import { z } from 'zod';
import { tooLarge } from '../assets/asset-files.ts';
import { metadataPart } from '../assets/image-facts.ts';
import { type Place, type UploadedFile, uploadFile, uploadImage } from '../assets/upload.ts';
import { badRequest, forbidden } from '../errors.ts';
import { type LakeContext, type LakeEnvironment, parseRequest, signedIn } from './environment.ts';

/** Uploads. @see https://www.sanity.io/docs/http-reference/assets */
export const uploadRoutes = new Hono<LakeEnvironment>()
  .post('/assets/images/:dataset', async (context) => {
    const author = uploader(context, 'image');
    const { imageBytes } = context.get('dataset').assets.limits;
    return context.json({ document: await uploadImage(placeOf(context), author, readUpload(context, imageBytes)) });
  })
  .post('/assets/files/:dataset', async (context) => {
    const author = uploader(context, 'file');
    const { fileBytes } = context.get('dataset').assets.limits;
    return context.json({ document: await uploadFile(placeOf(context), author, readUpload(context, fileBytes)) });
  });

function placeOf(context: LakeContext): Place {
  return { dataset: context.get('dataset'), lakeUrl: context.get('lake').urls.lake };
}

/** Asked before anything is written to disk: whoever may not store the document may not store its bytes. */
function uploader(context: LakeContext, kind: 'image' | 'file') {
  const author = signedIn(context);
  const probe = { _id: `${kind}-probe`, _type: `sanity.${kind}Asset`, _rev: '', _createdAt: '', _updatedAt: '' };
  if (!author.may('create', probe)) throw forbidden('Your role may not upload files.');
  return author;
}

const text = z.string().max(5_000).optional();
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

function readUpload(context: LakeContext, mostBytes: number): UploadedFile {
  const { sourceId: id, sourceName: name, sourceUrl: url, ...rest } = parseRequest(parameters, context.req.query());
  const asked = context.req.queries('meta')?.flatMap((value) => value.split(','));
  const { meta } = parseRequest(z.object({ meta: z.array(metadataPart).optional() }), { meta: asked });
  // What says itself that it is too large need not be read first.
  if (Number(context.req.header('content-length')) > mostBytes) throw tooLarge(mostBytes);
  return {
    ...rest,
    meta,
    source: { ...(id && { id }), ...(name && { name }), ...(url && { url }) },
    bytes: body(context),
  };
}

async function* body(context: LakeContext): AsyncGenerator<Uint8Array> {
  const stream = context.req.raw.body;
  if (!stream) throw badRequest('The upload is empty: send the file’s bytes as the request’s body.');
  try {
    yield* stream;
  } catch {
    throw badRequest('The upload broke off before its end, so nothing was stored.');
  }
}
