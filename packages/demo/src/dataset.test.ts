import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { images } from '../assets/images.ts';
import { datasetDocuments, datasetFile } from './dataset.ts';
import { drawings } from './drawings/drawings.ts';
import { datasetFolder, drawingsFolder } from './folders.ts';
import { hash, imagePath } from './images.ts';

const kilobyte = 1024;
const stored = readFileSync(join(datasetFolder, 'data.ndjson'), 'utf8');
const files = readdirSync(join(datasetFolder, 'images'));

describe('the dataset file', () => {
  test('is up to date with the sources (npm run dataset)', () => {
    expect(stored).toBe(datasetFile());
  });

  test('has one published document in each line, with unique ids', () => {
    const ids = stored
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)._id);
    expect(ids).toHaveLength(datasetDocuments.length);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
  });

  test('has a unique key for every object in an array', () => {
    const arraysWithoutUniqueKeys = datasetDocuments
      .flatMap((document) => arraysIn(document))
      .filter((array) => {
        const objects = array.filter((item) => typeof item === 'object' && item !== null);
        const keys = objects.map((item) => Reflect.get(item, '_key'));
        return keys.includes(undefined) || new Set(keys).size !== keys.length;
      });
    expect(arraysWithoutUniqueKeys).toEqual([]);
  });

  test('refers to every image file, and to no missing one', () => {
    const named = [...stored.matchAll(/image@file:\/\/\.\/images\/([^"]+)/g)].map((match) => match[1]);
    expect(named.length).toBeGreaterThanOrEqual(15);
    expect([...new Set(named)].sort()).toEqual(files.sort());
  });
});

describe('the images', () => {
  test.each(Object.entries(drawings))('%s is up to date with its drawing (npm run images)', (name, draw) => {
    const svg = draw();
    const file = `${name}.webp`;
    expect(readFileSync(join(drawingsFolder, `${name}.svg`), 'utf8')).toBe(svg);
    expect(images[file]?.drawing).toBe(hash('sha256', svg));
    expect(images[file]?.image).toBe(hash('sha256', readFileSync(imagePath(file))));
  });

  test.each(files)('%s is smaller than 60 KB', (file) => {
    expect(existsSync(imagePath(file))).toBe(true);
    expect(statSync(imagePath(file)).size).toBeLessThan(60 * kilobyte);
  });

  test('have no external resources', () => {
    const external = Object.values(drawings).filter((draw) => /<image|<script|href=|url\((?!#)/.test(draw()));
    expect(external).toEqual([]);
  });
});

function arraysIn(value: unknown): unknown[][] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(arraysIn);
  return Array.isArray(value) ? [value, ...inside] : inside;
}
