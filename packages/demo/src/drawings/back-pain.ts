import { back, lumbarMuscles, profile } from './figures.ts';
import { palette } from './palette.ts';
import { ache, column, mirrored, type Point, picture } from './shapes.ts';

const straight = (from: number, to: number): readonly [Point, Point, Point, Point] => [
  [0, from],
  [0, from + (to - from) / 3],
  [0, from + ((to - from) * 2) / 3],
  [0, to],
];

/** A back with its lower muscles drawn tight around the spine. */
export function lowerBackSpasm(): string {
  const content = `<g transform="translate(800 420)">${back(
    palette.teal,
    palette.deep,
    `${lumbarMuscles()}${ache([0, 170], 205)}${column(straight(-300, 300), 17, [34, 64])}`,
  )}</g>`;
  return picture({ ground: 'day', disc: [800, 400], radius: 380, content });
}

/** The sciatic nerve from the lower back through the buttock and down one leg. */
export function sciatica(): string {
  const side =
    'M0-470H186C182-410 182-372 204-318C250-240 268-190 268-120C268 0 240 140 224 290C212 400 208 500 212 640H70C62 480 48 300 24 150C18 124 8 112 0 112Z';
  const crease = 'M8 30C60 74 170 70 226-4M0-90V110';
  const legs =
    mirrored(side, `fill="${palette.teal}"`) +
    mirrored(crease, `fill="none" stroke="${palette.deep}" stroke-width="9" stroke-linecap="round" opacity="0.38"`);
  const nerve = 'M12-170C40-120 120-110 136-20C150 70 140 150 138 270C136 380 140 480 140 620';
  const glow = [64, 40, 22].map(
    (width, index) =>
      `<path d="${nerve}" fill="none" stroke="${palette.coral}" stroke-width="${width}" stroke-linecap="round" opacity="${[0.16, 0.26, 0.5][index]}"/>`,
  );
  const line = `<path d="${nerve}" fill="none" stroke="${palette.cream}" stroke-width="8" stroke-linecap="round"/>`;
  const sacrum = `<path d="M-52-150C-30-166 30-166 52-150C48-90 24-44 0-20C-24-44-48-90-52-150Z" fill="${palette.cream}" opacity="0.9"/>`;
  const content = `<g transform="translate(800 380)">${legs}${glow.join('')}${column(straight(-370, -190), 5, [56, 66])}${sacrum}${line}${ache([12, -176], 90)}</g>`;
  return picture({ ground: 'day', disc: [850, 400], radius: 400, content });
}

const block = (y: number, tilt: number) =>
  `<g transform="translate(0 ${y}) rotate(${tilt})"><rect x="-250" y="-74" width="300" height="132" rx="44" fill="${palette.cream}"/><path d="M40-40C110-50 150-84 196-62C232-44 220 4 186 18C150 32 96 30 40 24Z" fill="${palette.mist}"/><path d="M186-28C260-30 330 0 372 44C388 66 364 84 340 72C290 50 240 34 178 20Z" fill="${palette.mist}" opacity="0.85"/></g>`;

/** Three bones of the spine from the side, the small joints behind them warm. */
export function facetJointPain(): string {
  const discs = [
    [-128, -4],
    [128, 4],
  ]
    .map(
      ([y, tilt]) =>
        `<rect x="-236" y="${(y ?? 0) - 42}" width="272" height="62" rx="31" fill="${palette.sea}" opacity="0.75" transform="rotate(${tilt} 0 ${y})"/>`,
    )
    .join('');
  const content = [
    `<g transform="translate(790 450) rotate(6) scale(1.12)">`,
    `<path d="M-330-560C-380-300-380 260-320 560H380C440 240 450-260 390-560Z" fill="${palette.teal}"/>`,
    `<path d="M-330-560C-380-300-380 260-320 560H-230C-290 260-290-300-240-560Z" fill="${palette.deep}" opacity="0.45"/>`,
    discs,
    [-512, -256, 0, 256, 512].map((y, index) => block(y, [-14, -8, 0, 8, 14][index] ?? 0)).join(''),
    ache([170, -112], 96),
    ache([166, 138], 132),
    '</g>',
  ].join('');
  return picture({ ground: 'day', disc: [860, 440], radius: 400, content });
}

/** A head turned on a neck that will not follow. */
export function stiffNeck(): string {
  const curve: readonly [Point, Point, Point, Point] = [
    [176, 352],
    [206, 420],
    [192, 500],
    [112, 610],
  ];
  const arc = (r: number, from: number, to: number, extra: string) => {
    const point = (angle: number) =>
      `${(800 + r * Math.cos(angle)).toFixed(1)} ${(420 + r * Math.sin(angle)).toFixed(1)}`;
    return `<path d="M${point(from)}A${r} ${r} 0 0 1 ${point(to)}" fill="none" stroke-linecap="round" ${extra}/>`;
  };
  const arcs = [
    arc(270, -2.05, -1.2, `stroke="${palette.teal}" stroke-width="10"`),
    arc(270, -1.1, -0.35, `stroke="${palette.coral}" stroke-width="10" stroke-dasharray="1 24"`),
    arc(316, -1.9, -1.3, `stroke="${palette.teal}" stroke-width="6" opacity="0.45"`),
  ].join('');
  const inside = `${ache([182, 468], 92)}${column(curve, 7, [34, 52])}`;
  const content = `${profile('translate(590 200)', palette.teal, palette.deep, inside)}${arcs}`;
  return picture({ ground: 'garden', disc: [800, 420], radius: 370, content });
}

/** A back with tired shoulder blades. */
export function upperBackPain(): string {
  const blade = `<path d="M46-120C110-160 182-150 204-96C214-40 176 60 128 96C92 50 60-30 46-120Z" fill="${palette.cream}" opacity="0.22"/>`;
  const content = `<g transform="translate(800 640) scale(1.36)">${back(
    palette.teal,
    palette.deep,
    `<g transform="translate(0 -62)">${blade}<g transform="scale(-1 1)">${blade}</g></g>${ache([0, -110], 150)}${column(straight(-360, 180), 14, [34, 50])}`,
  )}</g>`;
  return picture({ ground: 'garden', disc: [800, 380], radius: 400, content });
}

/** The four gentle curves of a healthy spine, from the side. */
export function spineCurves(): string {
  const bone = (index: number) => {
    const t = index / 23;
    const y = 84 + 700 * t ** 1.08;
    const sway = (at: number) => Math.sin(at * Math.PI * 2.75 + 0.25) * (26 + 34 * at);
    const lean = (Math.atan2(sway(t + 0.01) - sway(t - 0.01), 14 * 1.08) * 180) / Math.PI;
    const w = 46 + 62 * t;
    const h = 14 + 15 * t;
    const colour = index < 7 ? palette.sea : index < 19 ? palette.teal : palette.coral;
    const spike = `<path d="M${-w * 0.4} ${-h * 0.3}L${-w * 1.05} ${h * 0.5}Q${-w * 1.1} ${h} ${-w * 0.98} ${h}L${-w * 0.4} ${h * 0.4}Z" opacity="0.55"/>`;
    return `<g transform="translate(${(800 + sway(t)).toFixed(1)} ${y.toFixed(1)}) rotate(${(-lean * 0.8).toFixed(1)})" fill="${colour}">${spike}<rect x="${-w / 2}" y="${-h / 2}" width="${w}" height="${h}" rx="${h * 0.42}"/></g>`;
  };
  const content = Array.from({ length: 24 }, (_, index) => bone(index)).join('');
  return picture({ ground: 'day', disc: [800, 450], radius: 410, content });
}

/** Someone resting on the floor with the lower legs on a chair. */
export function restingPosition(): string {
  const limb = (d: string, width: number, colour: string) =>
    `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
  const content = [
    `<rect x="290" y="716" width="1030" height="34" rx="17" fill="${palette.sea}" opacity="0.55"/>`,
    `<rect x="1000" y="556" width="290" height="44" rx="22" fill="${palette.apricot}"/><path d="M1030 596V716M1260 596V716" stroke="${palette.apricot}" stroke-width="26" stroke-linecap="round"/><path d="M1276 570V330" stroke="${palette.apricot}" stroke-width="30" stroke-linecap="round"/>`,
    `<rect x="352" y="672" width="150" height="46" rx="23" fill="${palette.cream}"/>`,
    `<circle cx="428" cy="620" r="62" fill="${palette.apricot}"/><path d="M374 650C350 590 396 548 446 560C420 584 404 612 404 672Z" fill="${palette.night}"/>`,
    limb('M530 660C640 668 740 668 838 664', 104, palette.teal),
    limb('M846 656L986 480', 92, palette.deep),
    limb('M986 484L1176 512', 76, palette.deep),
    limb('M1186 506L1212 462', 44, palette.cream),
    limb('M556 650C600 600 650 590 720 606', 46, palette.sea),
    limb('M724 606L762 602', 34, palette.apricot),
    ache([800, 668], 66),
  ].join('');
  return picture({ ground: 'garden', disc: [800, 430], radius: 360, content });
}
