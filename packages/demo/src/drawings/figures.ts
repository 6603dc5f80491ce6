import { palette } from './palette.ts';
import { mirrored } from './shapes.ts';

/** A head in profile, looking right, with neck and shoulder; the head's middle is about (205, 220). */
const headProfile =
  'M-260 900C-230 690-130 610 20 560C78 540 108 508 104 452C102 424 96 404 82 384C44 332 26 272 32 206C42 92 126 18 232 20C328 22 384 84 384 164C384 184 380 196 386 214C394 238 412 258 422 280C427 292 418 300 402 302C398 303 397 307 399 312C402 319 407 323 406 330C405 336 399 338 393 340C400 343 405 348 404 356C403 363 396 366 395 373C394 381 401 388 400 402C398 432 372 444 338 442C308 440 284 446 280 474C277 510 300 536 340 556C440 606 470 740 480 900Z';

/** The brain's outline inside {@link headProfile}. */
export const brain =
  'M76 214C72 126 138 58 226 58C306 58 350 108 346 176C344 214 312 236 272 238C244 240 232 262 204 268C168 276 140 262 122 252C94 252 78 240 76 214Z';

/** A profile in two tones. */
export function profile(transform: string, skin: string, shade: string, inside = ''): string {
  return [
    `<g transform="${transform}"><path d="${headProfile}" fill="${skin}"/>`,
    `<path d="M280 474C262 500 200 520 104 452C108 508 78 540 20 560C-10 570-40 582-66 596C60 640 230 640 340 556C300 536 277 510 280 474Z" fill="${shade}" opacity="0.35"/>`,
    `<path d="M330 232C346 246 366 248 380 240" fill="none" stroke="${shade}" stroke-width="8" stroke-linecap="round" opacity="0.75"/>`,
    `<path d="M196 262C172 236 148 252 156 284C162 310 186 322 196 306C190 300 186 290 190 282" fill="${skin}" stroke="${shade}" stroke-width="7" stroke-linecap="round" stroke-opacity="0.55"/>`,
    `${inside}</g>`,
  ].join('');
}

const torsoHalf =
  'M0-470C40-470 58-440 58-400C60-360 66-338 104-318C150-296 208-290 246-262C262-250 262-226 252-190C238-140 216-90 204-30C192 30 176 70 178 130C180 200 222 250 232 330C240 400 240 470 238 560H0Z';
const armHalf =
  'M214-282C268-268 300-230 312-160C326-70 330 20 352 120C366 190 380 280 384 380C386 420 346 428 338 390C322 300 300 240 280 150C262 60 250-40 240-130C232-180 214-230 214-282Z';

/** A back, from the nape to the hips, about x = 0. */
export function back(skin: string, shade: string, inside = ''): string {
  return [
    mirrored(torsoHalf, `fill="${skin}"`),
    mirrored(armHalf, `fill="${skin}"`),
    mirrored(armHalf, `fill="${shade}" opacity="0.34"`),
    mirrored(
      'M36-180C90-210 150-196 168-150C176-110 150-50 112-30C84-60 60-110 36-180Z',
      `fill="${shade}" opacity="0.38"`,
    ),
    `<path d="M0-300V520" stroke="${shade}" stroke-width="10" stroke-linecap="round" opacity="0.3" fill="none"/>`,
    inside,
  ].join('');
}

/** The muscles either side of the lower spine. */
export function lumbarMuscles(colour: string = palette.apricot): string {
  const strand = (x: number, lean: number, opacity: number) =>
    `<path d="M${x} -60C${x + lean} 60 ${x + lean} 180 ${x - 4} 320" fill="none" stroke="${colour}" stroke-width="20" stroke-linecap="round" opacity="${opacity}"/>`;
  const side = [strand(58, 8, 0.55), strand(88, 14, 0.4), strand(116, 20, 0.26)].join('');
  return `<g>${side}</g><g transform="scale(-1 1)">${side}</g>`;
}
