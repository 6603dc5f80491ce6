import { type AnyDocument, anyDocument } from '@bodytext/schema/document';
import { datasetDocuments } from './dataset.ts';
import { withAssets } from './images.ts';

/** Every document as it is in the lake after an import: published, with images by asset id. */
export const documents: AnyDocument[] = datasetDocuments.map((document) => anyDocument.parse(withAssets(document)));
