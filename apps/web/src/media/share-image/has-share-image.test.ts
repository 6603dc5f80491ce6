/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { propsAt, spasmPath, withdrawnProps } from '../../view/view.fixture.ts';
import { hasShareImage } from './has-share-image.ts';

test('an article has a share image; a withdrawn article and other pages have none', async () => {
  expect(hasShareImage((await propsAt(spasmPath)).view)).toBe(true);
  expect(hasShareImage((await withdrawnProps()).view)).toBe(false);
  expect(hasShareImage((await propsAt('/back-pain')).view)).toBe(false);
  expect(hasShareImage(undefined)).toBe(false);
});
