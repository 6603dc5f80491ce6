/** `npm run dataset`: writes `dataset/data.ndjson` from the sources. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetDocuments, datasetFile } from './dataset.ts';
import { datasetFolder } from './folders.ts';

writeFileSync(join(datasetFolder, 'data.ndjson'), datasetFile());
console.log(`${datasetDocuments.length} documents written to dataset/data.ndjson.`);
