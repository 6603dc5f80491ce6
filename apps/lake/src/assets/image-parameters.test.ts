import { expect, test } from '@jest/globals';
import { parseImageParameters } from './image-parameters.ts';

test.each([
  'w=0',
  'w=-5',
  'w=abc',
  'w=9000',
  'h=1e3',
  'fit=cover',
  'rect=1,2,3',
  'rect=0,0,0,10',
  'crop=middle',
  'fp-x=2',
  'fp-y=-1',
  'dpr=9',
  'q=101',
  'fm=exe',
  'fm=json',
  'auto=magic',
  'blur=0',
  'blur=3000',
  'sharp=101',
  'sat=-101',
  'invert=yes',
  'flip=x',
  'or=45',
  'bg=red',
  'bg=12345',
  'pad=-1',
  'pad=99999',
  'frame=2',
  'cs=hsl',
])('%s is refused, and the sentence names the parameter', (query) => {
  const [name] = query.split('=');
  expect(() => parseImageParameters(Object.fromEntries(new URLSearchParams(query)))).toThrow(`“${name}”`);
});
