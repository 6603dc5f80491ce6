import { brain, profile } from './figures.ts';
import { palette } from './palette.ts';
import { ache, picture } from './shapes.ts';

const SKIN = palette.apricot;
const SHADE = palette.ember;
const inHead = (opacity = 0.3) => `<path d="${brain}" fill="${palette.cream}" opacity="${opacity}"/>`;

/** A crescent of zigzags, as many people see before a migraine. */
function zigzag(cx: number, cy: number, radius: number, teeth: number, colour: string, width: number): string {
  const points = Array.from({ length: teeth }, (_, index) => {
    const angle = -1.75 + (index / (teeth - 1)) * 2.5;
    const r = radius + (index % 2 === 0 ? 0 : 30);
    return `${(cx + r * Math.cos(angle)).toFixed(1)} ${(cy + r * Math.sin(angle)).toFixed(1)}`;
  });
  return `<path d="M${points.join('L')}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"/>`;
}

export function migraineWithAura(): string {
  const content = [
    profile('translate(470 130)', SKIN, SHADE, inHead()),
    `<g opacity="0.95">${zigzag(950, 420, 110, 17, palette.cream, 11)}${zigzag(950, 420, 176, 23, palette.blush, 9)}${zigzag(950, 420, 242, 31, palette.coral, 8)}</g>`,
    zigzag(950, 420, 308, 39, palette.sea, 6),
  ].join('');
  return picture({ ground: 'dusk', disc: [700, 360], radius: 360, content });
}

/** A head inside a ring of twenty-eight days. */
export function menstrualMigraine(): string {
  const days = Array.from({ length: 28 }, (_, index) => {
    const angle = (index / 28) * Math.PI * 2 - Math.PI / 2;
    const hot = index <= 2 || index >= 26;
    const x = (800 + 385 * Math.cos(angle)).toFixed(1);
    const y = (450 + 385 * Math.sin(angle)).toFixed(1);
    return `<circle cx="${x}" cy="${y}" r="${hot ? 27 : 17}" fill="${hot ? palette.coral : palette.mist}" opacity="${hot ? 1 : 0.35 + 0.5 * Math.abs(Math.sin(angle / 2))}"/>`;
  });
  const clip = '<clipPath id="ring"><circle cx="800" cy="450" r="320"/></clipPath>';
  const content = [
    `<defs>${clip}</defs><circle cx="800" cy="450" r="320" fill="${palette.slate}" opacity="0.5"/>`,
    `<g clip-path="url(#ring)">${profile('translate(600 210) scale(0.94)', SKIN, SHADE, `${inHead()}${ache([250, 150], 84)}`)}</g>`,
    days.join(''),
  ].join('');
  return picture({ ground: 'dusk', disc: [800, 450], radius: 430, content });
}

/** Rough waves that settle towards the right, over a sleeping head. */
export function perimenopauseMigraine(): string {
  const wave = (y: number, height: number, colour: string, width: number, opacity: number) => {
    const points = Array.from({ length: 161 }, (_, index) => {
      const x = index * 10;
      const calm = 1 / (1 + Math.exp((x - 900) / 150));
      return `${x} ${(y - Math.sin(x / 46) * height * calm - Math.sin(x / 21) * height * 0.35 * calm).toFixed(1)}`;
    });
    return `<path d="M${points.join('L')}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" opacity="${opacity}"/>`;
  };
  const content = [
    wave(200, 90, palette.coral, 8, 0.9),
    wave(290, 76, palette.apricot, 6, 0.6),
    wave(370, 60, palette.sea, 5, 0.55),
    profile('translate(560 220) scale(0.95)', SKIN, SHADE, inHead(0.34)),
  ].join('');
  return picture({ ground: 'dusk', disc: [1120, 300], radius: 240, content });
}

/** A head from the front, with a band drawn tight around it. */
export function tensionHeadache(): string {
  const face =
    'M-210-60C-214-250-110-330 0-330C110-330 214-250 210-60C208 60 170 160 90 214C86 262 96 300 150 326C290 370 372 420 420 620H-420C-372 420-290 370-150 326C-96 300-86 262-90 214C-170 160-208 60-210-60Z';
  const band = (y: number, height: number, colour: string, opacity: number) =>
    `<path d="M${-186 + (y + 226) * -0.3} ${y}C-100 ${y + 44} 100 ${y + 44} ${186 + (y + 226) * 0.3} ${y}L${190 + (y + height + 226) * 0.3} ${y + height}C100 ${y + height + 44}-100 ${y + height + 44} ${-190 + (y + height + 226) * -0.3} ${y + height}Z" fill="${colour}" opacity="${opacity}"/>`;
  const content = [
    '<g transform="translate(800 400)">',
    [520, 430, 340]
      .map(
        (r, index) =>
          `<circle cy="-100" r="${r}" fill="none" stroke="${palette.coral}" stroke-width="5" opacity="${[0.14, 0.24, 0.38][index]}" stroke-dasharray="3 22" stroke-linecap="round"/>`,
      )
      .join(''),
    `<path d="${face}" fill="${SKIN}"/>`,
    `<path d="M-90 214C-40 246 40 246 90 214C88 236 88 252 94 270C40 312-40 312-94 270C-88 252-88 236-90 214Z" fill="${SHADE}" opacity="0.35"/>`,
    `<path d="M-120-30C-96-10-64-10-40-30M40-30C64-10 96-10 120-30" fill="none" stroke="${palette.night}" stroke-width="10" stroke-linecap="round"/>`,
    `<path d="M0-20C6 20 22 46 18 62C12 74-6 74-14 70M-46 128C-16 116 16 116 46 128" fill="none" stroke="${SHADE}" stroke-width="9" stroke-linecap="round" opacity="0.7"/>`,
    band(-226, 88, palette.coral, 0.92),
    band(-200, 14, palette.blush, 0.8),
    band(-172, 14, palette.blush, 0.55),
    '</g>',
  ].join('');
  return picture({ ground: 'dusk', disc: [800, 330], radius: 330, content });
}

/** A month of days, most of them with a tablet. */
export function medicationOveruseHeadache(): string {
  const tablets = new Set([1, 2, 4, 5, 7, 8, 9, 11, 12, 14, 15, 16, 17, 19, 20]);
  const days = Array.from({ length: 35 }, (_, index) => {
    const x = 250 + (index % 7) * 104;
    const y = 190 + Math.floor(index / 7) * 122;
    const tablet = `<g transform="translate(${x} ${y}) rotate(-32)"><rect x="-36" y="-18" width="72" height="36" rx="18" fill="${palette.cream}"/><path d="M0-18H18A18 18 0 0 1 18 18H0Z" fill="${palette.coral}"/></g>`;
    const empty = `<circle cx="${x}" cy="${y}" r="${index > 27 ? 15 : 11}" fill="${index > 27 ? palette.sea : palette.mist}" opacity="${index > 27 ? 0.9 : 0.35}"/>`;
    return tablets.has(index) ? tablet : empty;
  });
  const content = [
    `<rect x="170" y="100" width="784" height="666" rx="48" fill="${palette.slate}" opacity="0.45"/>`,
    days.join(''),
    profile('translate(1120 230) scale(0.92)', SKIN, SHADE, `${inHead()}${ache([200, 150], 96)}`),
  ].join('');
  return picture({ ground: 'dusk', disc: [1260, 360], radius: 330, content });
}
