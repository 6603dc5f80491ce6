import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { parseImageParameters } from './image-parameters.ts';
import type { OutputFormat } from './output-format.ts';
import { transformImage } from './transform-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'transform-'));
const quarters = join(folder, 'quarters.png');
const clear = join(folder, 'clear.png');
const turnedPhoto = join(folder, 'turned.jpg');
const film = join(folder, 'film.gif');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const red = '#ff0000';
const green = '#00ff00';
const blue = '#0000ff';
const yellow = '#ffff00';

/** 400 by 200: red and green above, blue and yellow below. */
function fourQuarters() {
  const quarter = (background: string) => ({ create: { width: 200, height: 100, channels: 3 as const, background } });
  return sharp({ create: { width: 400, height: 200, channels: 3, background: red } }).composite([
    { input: quarter(green), left: 200, top: 0 },
    { input: quarter(blue), left: 0, top: 100 },
    { input: quarter(yellow), left: 200, top: 100 },
  ]);
}

beforeAll(async () => {
  await fourQuarters().png().toFile(quarters);
  await sharp({ create: { width: 40, height: 20, channels: 4, background: '#00000000' } })
    .png()
    .toFile(clear);
  // With EXIF orientation 6: rotated, it is 200 by 400, with blue above red on the left.
  await fourQuarters().jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toFile(turnedPhoto);
  const frames = [red, green, blue].map((background) =>
    sharp({ create: { width: 40, height: 20, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  await sharp(await Promise.all(frames), { join: { animated: true } })
    .gif({ delay: [100, 100, 100] })
    .toFile(film);
});

type Look = { width: number; height: number; frames: number; at(x: number, y: number): string; raw: Buffer };

/** Makes a rendition, and reads its colours at points in fractions of its sides. */
async function look(query: string, from = quarters, format: OutputFormat = 'png'): Promise<Look> {
  const to = join(folder, `out-${Math.random()}`);
  await transformImage(from, to, parseImageParameters(Object.fromEntries(new URLSearchParams(query))), format);
  const { pages = 1 } = await sharp(to).metadata();
  const { data, info } = await sharp(to).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): string => {
    const column = Math.min(info.width - 1, Math.floor(x * info.width));
    const row = Math.min(info.height - 1, Math.floor(y * info.height));
    return nameOf([...data.subarray(4 * (row * info.width + column), 4 * (row * info.width + column) + 4)]);
  };
  return { width: info.width, height: info.height, frames: pages, at, raw: data };
}

function nameOf([r = 0, g = 0, b = 0, alpha = 0]: number[]): string {
  if (alpha < 40) return 'clear';
  const bright = [r, g, b].map((part) => (part > 190 ? '1' : part < 60 ? '0' : '?')).join('');
  const names: Record<string, string> = {
    '100': 'red',
    '010': 'green',
    '001': 'blue',
    '110': 'yellow',
    '000': 'black',
    '111': 'white',
    '011': 'cyan',
    '101': 'magenta',
  };
  return names[bright] ?? `rgb(${r},${g},${b})`;
}

function corners({ at }: Look): string[] {
  return [at(0.02, 0.02), at(0.98, 0.02), at(0.02, 0.98), at(0.98, 0.98)];
}

const asItIs = ['red', 'green', 'blue', 'yellow'];

describe('a picture’s size', () => {
  test.each([
    ['w=100', 100, 50],
    ['h=100', 200, 100],
    ['w=800', 800, 400],
    ['w=800&fit=max', 400, 200],
    ['w=100&h=100', 100, 50],
    ['w=100&h=100&fit=clip', 100, 50],
    ['w=100&h=100&fit=scale', 100, 100],
    ['w=100&fit=scale', 100, 50],
    ['w=100&h=100&fit=crop', 100, 100],
    ['w=1000&h=1000&fit=crop', 1000, 1000],
    ['w=1000&h=1000&fit=min', 200, 200],
    ['w=100&h=100&fit=min', 100, 100],
    ['w=100&h=100&fit=fill', 100, 100],
    ['w=500&h=500&fit=fillmax', 500, 500],
    ['w=50&dpr=2', 100, 50],
    ['w=50&h=50&dpr=3&fit=crop', 150, 150],
    ['dpr=2', 400, 200],
    ['h=100&max-w=120&fit=crop', 120, 100],
    ['h=100&min-w=300&fit=crop', 300, 100],
    ['w=100&max-h=30&fit=crop', 100, 30],
    ['w=100&min-h=80&fit=crop', 100, 80],
    ['max-w=100', 400, 200],
    ['rect=0,0,100,80', 100, 80],
    ['rect=300,100,600,600', 100, 100],
    ['or=90', 200, 400],
    ['or=90&w=100', 100, 200],
    ['or=270&w=100&h=100&fit=crop', 100, 100],
    ['or=180', 400, 200],
    ['pad=10', 420, 220],
    ['w=100&pad=5', 110, 60],
    ['w=100.4', 100, 50],
  ])('of %s is %d by %d', async (query, width, height) => {
    expect(await look(query)).toMatchObject({ width, height });
  });

  test.each([['w=8000&h=8000&dpr=2'], ['rect=0,0,1,200&w=8000'], ['rect=400,0,10,10']])(
    'of %s is refused with a sentence',
    async (query) => {
      await expect(look(query)).rejects.toThrow(/picture/);
    },
  );
});

describe('a picture’s parts', () => {
  test('are cut out by rect, before anything else', async () => {
    expect(corners(await look('rect=200,0,200,100&w=50'))).toEqual(Array(4).fill('green'));
    expect(corners(await look('rect=0,50,200,100&w=50'))).toEqual(['red', 'red', 'blue', 'blue']);
  });

  test.each([
    ['', ['red', 'green', 'blue', 'yellow']],
    ['&crop=center', ['red', 'green', 'blue', 'yellow']],
    ['&crop=left', ['red', 'red', 'blue', 'blue']],
    ['&crop=right', ['green', 'green', 'yellow', 'yellow']],
    ['&crop=top,left', ['red', 'red', 'blue', 'blue']],
    ['&crop=focalpoint&fp-x=0.1&fp-y=0.5', ['red', 'red', 'blue', 'blue']],
    ['&fp-x=0.9', ['green', 'green', 'yellow', 'yellow']],
  ])('stay when it is cropped to the height%s', async (crop, seen) => {
    expect(corners(await look(`w=100&h=200&fit=crop${crop}`))).toEqual(seen);
  });

  test.each([
    ['top', ['red', 'green', 'red', 'green']],
    ['bottom', ['blue', 'yellow', 'blue', 'yellow']],
    ['focalpoint&fp-y=1', ['blue', 'yellow', 'blue', 'yellow']],
  ])('stay when it is cropped to the width, %s', async (crop, seen) => {
    expect(corners(await look(`w=400&h=80&fit=crop&crop=${crop}`))).toEqual(seen);
  });

  test('with the most detail are kept by entropy', async () => {
    const plain = sharp({ create: { width: 600, height: 100, channels: 3, background: red } });
    const noise = {
      create: {
        width: 80,
        height: 100,
        channels: 3 as const,
        background: blue,
        noise: { type: 'gaussian' as const, mean: 128, sigma: 90 },
      },
    };
    const path = join(folder, 'busy.png');
    await plain
      .composite([{ input: await sharp(noise).png().toBuffer(), left: 500, top: 0 }])
      .png()
      .toFile(path);
    const { at, width, height } = await look('w=100&h=100&fit=crop&crop=entropy', path);
    expect([width, height]).toEqual([100, 100]);
    // In noise, one point may be red by chance.
    const points = [0.2, 0.4, 0.6].flatMap((x) => [0.2, 0.4, 0.6, 0.8].map((y) => at(x, y)));
    expect(points.filter((name) => name !== 'red').length).toBeGreaterThan(6);
  });

  test('are rotated and mirrored', async () => {
    expect(corners(await look('or=90'))).toEqual(['blue', 'red', 'yellow', 'green']);
    expect(corners(await look('or=180'))).toEqual(['yellow', 'blue', 'green', 'red']);
    expect(corners(await look('or=270'))).toEqual(['green', 'yellow', 'red', 'blue']);
    expect(corners(await look('flip=h'))).toEqual(['green', 'red', 'yellow', 'blue']);
    expect(corners(await look('flip=v'))).toEqual(['blue', 'yellow', 'red', 'green']);
    expect(corners(await look('flip=hv'))).toEqual(['yellow', 'blue', 'green', 'red']);
    expect(corners(await look('flip=h&rect=0,0,200,200&w=100&h=100&fit=crop&crop=top'))).toEqual(
      Array(4).fill('red').with(2, 'blue').with(3, 'blue'),
    );
  });

  test('of a photograph are rotated by its EXIF orientation', async () => {
    const upright = await look('', turnedPhoto);
    expect([upright.width, upright.height]).toEqual([200, 400]);
    expect(corners(upright)).toEqual(['blue', 'red', 'yellow', 'green']);
    expect(corners(await look('rect=0,0,100,200&w=50', turnedPhoto))).toEqual(Array(4).fill('blue'));
    expect(corners(await look('w=200&h=100&fit=crop&crop=top', turnedPhoto))).toEqual(['blue', 'red', 'blue', 'red']);
  });
});

describe('a picture’s colours', () => {
  test('are kept', async () => {
    expect(corners(await look('w=100'))).toEqual(asItIs);
    for (const format of ['jpeg', 'webp', 'avif', 'gif'] as const) {
      expect(corners(await look('w=100&q=90', quarters, format))).toEqual(asItIs);
    }
  });

  test('fill the rest of a frame, or leave it transparent', async () => {
    const filled = await look('w=100&h=100&fit=fill&bg=0ff');
    expect([filled.at(0.5, 0.02), filled.at(0.5, 0.98), filled.at(0.02, 0.3)]).toEqual(['cyan', 'cyan', 'red']);
    expect((await look('w=100&h=100&fit=fill')).at(0.5, 0.02)).toBe('clear');
    expect((await look('w=100&h=100&fit=fill', quarters, 'jpeg')).at(0.5, 0.02)).toBe('white');
    const small = await look('w=800&h=800&fit=fillmax&bg=ff00ff');
    expect([small.at(0.1, 0.5), small.at(0.3, 0.4)]).toEqual(['magenta', 'red']);
  });

  test('surround it as padding', async () => {
    const padded = await look('w=100&pad=20&bg=00f');
    expect(corners(padded)).toEqual(Array(4).fill('blue'));
    expect(padded.at(0.25, 0.4)).toBe('red');
  });

  test('fill transparent areas', async () => {
    expect((await look('', clear)).at(0.5, 0.5)).toBe('clear');
    expect((await look('bg=f00', clear)).at(0.5, 0.5)).toBe('red');
    expect((await look('bg=ff00ff00', clear)).at(0.5, 0.5)).toBe('green');
    expect((await look('bg=0f00', clear)).at(0.5, 0.5)).toBe('clear');
    expect((await look('', clear, 'jpeg')).at(0.5, 0.5)).toBe('white');
  });

  test('are removed with sat=-100, and inverted with invert', async () => {
    const grey = await look('sat=-100');
    const [r = 0, g = 0, b = 0] = grey.raw;
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(3);
    expect(corners(await look('invert=true'))).toEqual(['cyan', 'magenta', 'yellow', 'blue']);
    expect(corners(await look('invert=false'))).toEqual(asItIs);
    const [v = 0, w = 1, x = 2] = (await look('cs=b-w')).raw;
    expect([w, x]).toEqual([v, v]);
  });

  test('are blurred with blur, and sharpened with sharp', async () => {
    const contrastAtEdge = async (query: string) => {
      const { raw, width } = await look(`rect=150,20,100,60&${query}`);
      const edge = 4 * (30 * width + 50);
      return Math.abs((raw[edge - 4 * 3] ?? 0) - (raw[edge + 4 * 3] ?? 0));
    };
    expect(await contrastAtEdge('blur=200')).toBeLessThan((await contrastAtEdge('w=100')) / 2);
    const soft = join(folder, 'soft.png');
    // Neither black nor white, so that there is room for more contrast.
    await fourQuarters().linear(0.3, 90).blur(6).png().toFile(soft);
    const spread = async (query: string) => {
      const { raw } = await look(query, soft);
      return (await sharp(raw, { raw: { width: 400, height: 200, channels: 4 } }).stats()).channels[0]?.stdev ?? 0;
    };
    expect(await spread('sharp=100')).toBeGreaterThan(await spread('w=400'));
    expect(await spread('sharpen=100')).toBeGreaterThan(await spread('w=400'));
  });
});

describe('an animation', () => {
  test.each([
    ['w=20', 3],
    ['w=20&h=20&fit=crop', 3],
    ['flip=h', 3],
    ['frame=1', 1],
    ['or=90', 1],
  ])('with %s has %d frame(s)', async (query, frames) => {
    expect(await look(query, film, 'gif')).toMatchObject({ frames });
    expect(await look(query, film, 'webp')).toMatchObject({ frames });
  });

  test('becomes its first frame in a format without animation', async () => {
    const still = await look('w=20', film, 'jpeg');
    expect([still.frames, still.width, still.height, still.at(0.5, 0.5)]).toEqual([1, 20, 10, 'red']);
  });
});

test('a lower quality makes a smaller file', async () => {
  const noisy = join(folder, 'noise.png');
  await sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: red,
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .png()
    .toFile(noisy);
  const sizeAt = async (query: string, format: OutputFormat) => {
    const to = join(folder, `quality-${Math.random()}`);
    await transformImage(noisy, to, parseImageParameters(Object.fromEntries(new URLSearchParams(query))), format);
    return statSync(to).size;
  };
  for (const format of ['jpeg', 'webp', 'avif'] as const) {
    expect(await sizeAt('q=20', format)).toBeLessThan(await sizeAt('q=90', format));
  }
});
