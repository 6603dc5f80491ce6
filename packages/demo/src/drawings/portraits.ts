import { palette } from './palette.ts';

type Portrait = { ground: string; skin: string; clothes: string; hair: string; hairShape: string };

const bob =
  'M-150 20C-170-170-90-250 0-250C90-250 170-170 150 20C152 70 140 104 118 112C124 20 110-60 40-92C-30-60-112-50-118 112C-140 104-152 70-150 20Z';
const short =
  'M-132-30C-150-180-80-236 6-236C100-236 150-170 132-30C124-70 116-96 92-112C20-92-60-104-96-130C-118-104-126-70-132-30Z';
const long =
  'M-150 0C-172-180-90-254 0-254C90-254 172-180 150 0C152 130 176 200 178 290H84C118 160 128-10 70-100C10-50-80-40-118-20C-126 120-112 200-84 290H-178C-176 200-152 130-150 0Z';
const bun = `${short}M-62-250A66 66 0 1 1 70-250A66 66 0 1 1-62-250Z`;
const bald = 'M-128 40C-140 90-100 206 0 206C100 206 140 90 128 40C120 100 70 128 0 124C-70 128-120 100-128 40Z';

/** Portraits of the invented people: faceless, so that they do not look like real people. */
export const portraits: Record<string, Portrait> = {
  'amara-oyelaran': {
    ground: palette.sage,
    skin: '#8a5a3c',
    clothes: palette.deep,
    hair: palette.night,
    hairShape: bun,
  },
  'tomas-hale': { ground: palette.blush, skin: '#f0c3a0', clothes: palette.slate, hair: '#7a4a2b', hairShape: short },
  'ines-carrow': { ground: palette.mist, skin: '#e2ac85', clothes: palette.coral, hair: '#3a2a28', hairShape: long },
  'ravi-menon-lake': { ground: palette.sand, skin: '#b57b50', clothes: palette.teal, hair: '#2b2422', hairShape: bald },
  'elspeth-firth': {
    ground: palette.slate,
    skin: '#f3cdb0',
    clothes: palette.apricot,
    hair: '#cfcac2',
    hairShape: bob,
  },
};

export function portrait({ ground, skin, clothes, hair, hairShape }: Portrait): string {
  const behind =
    hairShape === bald ? '' : `<path d="${hairShape}" fill="${hair}" opacity="${hairShape === long ? 1 : 0}"/>`;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800">',
    `<rect width="800" height="800" fill="${ground}"/><circle cx="400" cy="380" r="300" fill="${palette.cream}" opacity="0.45"/>`,
    `<g transform="translate(400 352) scale(1.06 0.98)">${behind}`,
    `<path d="M-320 480C-310 320-200 264-76 244C-60 232-58 200-60 160H60C58 200 60 232 76 244C200 264 310 320 320 480Z" fill="${clothes}"/>`,
    `<path d="M-76 244C-60 232-58 200-60 140H60C58 200 60 232 76 244C50 300-50 300-76 244Z" fill="${skin}"/><path d="M-60 172C-20 206 20 206 60 172V200C20 236-20 236-60 200Z" fill="${palette.night}" opacity="0.14"/>`,
    `<path d="M-128-30C-132-150-80-216 0-216C80-216 132-150 128-30C124 90 74 184 0 184C-74 184-124 90-128-30Z" fill="${skin}"/>`,
    `<path d="${hairShape}" fill="${hair}"/></g></svg>\n`,
  ].join('');
}
