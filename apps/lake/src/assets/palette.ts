import type { Swatch } from '@vibrant/color';
import { DefaultGenerator } from '@vibrant/generator-default';
import { MMCQ } from '@vibrant/quantizer-mmcq';

const colourCount = 64;
const names = {
  vibrant: 'Vibrant',
  darkVibrant: 'DarkVibrant',
  lightVibrant: 'LightVibrant',
  muted: 'Muted',
  darkMuted: 'DarkMuted',
  lightMuted: 'LightMuted',
} as const;

/** An image's palette, as the Vibrant library computes it, and its dominant colour. */
export async function paletteOf(rgba: Uint8Array): Promise<Record<string, unknown> | undefined> {
  const opaque = opaquePixels(rgba);
  if (opaque.length === 0) return undefined;
  const swatches = MMCQ(opaque, { colorCount: colourCount });
  const found = await DefaultGenerator(swatches);
  const total = opaque.length / 4;
  const describe = (swatch: Swatch | null | undefined) => swatch && describeSwatch(swatch, total);
  const named = Object.entries(names).map(([name, itsName]) => [name, describe(found[itsName])]);
  const dominant = swatches.toSorted((a, b) => b.population - a.population)[0];
  return {
    _type: 'sanity.imagePalette',
    dominant: describe(dominant),
    ...Object.fromEntries(named.filter(([, swatch]) => swatch)),
  };
}

function opaquePixels(rgba: Uint8Array): Uint8ClampedArray {
  const opaque: number[] = [];
  for (let at = 0; at < rgba.length; at += 4) {
    if ((rgba[at + 3] ?? 0) > 127) opaque.push(...rgba.subarray(at, at + 4));
  }
  return new Uint8ClampedArray(opaque);
}

/** @param total number of pixels, of which the population is given in percent */
function describeSwatch(swatch: Swatch, total: number): Record<string, unknown> {
  return {
    _type: 'sanity.imagePaletteSwatch',
    background: swatch.hex,
    foreground: swatch.bodyTextColor,
    title: swatch.titleTextColor,
    population: Number(((100 * swatch.population) / total).toFixed(2)),
  };
}
