import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Dataset } from '../dataset.ts';
import { assetIdOf, assetOf } from './asset-name.ts';

/** The damaged or missing files of a dataset's assets, and the number of orphaned files. */
export type AssetCheck = { problems: string[]; unused: number };

/** Checks that the file of every asset exists and has the hash that is in its name. */
export async function checkAssets({ store, assets }: Dataset): Promise<AssetCheck> {
  await assets.restoreOrphans();
  const ids = store.documents.idsWhere("type IN ('sanity.imageAsset', 'sanity.fileAsset')", []);
  const problems: string[] = [];
  for (const id of ids) {
    const asset = assetOf({ _id: id });
    const file = asset && (await assets.find(asset.kind, asset.name));
    if (!asset) problems.push(`${id}: this is no id of an asset`);
    else if (!file) problems.push(`${id}: its file is missing`);
    else if (!asset.name.startsWith(await sha1Of(file.path))) problems.push(`${id}: its file was changed`);
  }
  const stored = await assets.files.storedBefore(Number.POSITIVE_INFINITY);
  const unused = stored.filter(({ kind, name }) => !store.documents.get(assetIdOf(kind, name))).length;
  return { problems, unused: unused + (await assets.orphaned.list()).length };
}

async function sha1Of(path: string): Promise<string> {
  const hash = createHash('sha1');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
