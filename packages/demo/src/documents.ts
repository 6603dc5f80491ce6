import { type AnyDocument, anyDocument } from '@bodytext/schema/document';
import { datasetDocuments } from './dataset.ts';
import { withAssets } from './images.ts';

/** Every document of the demonstration as the lake has it after an import: published, images by asset id. */
export const documents: AnyDocument[] = datasetDocuments.map((document) => anyDocument.parse(withAssets(document)));
