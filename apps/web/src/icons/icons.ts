/** Pictures of the site's sign for what takes no SVG: phones' home screens. Drawn from `public/favicon.svg`. */
export type Icon = {
  /** In `public`. */
  file: string;
  /** Width and height in pixels. */
  size: number;
  /** How much of the width the sign takes; the rest is its own green, to the edge, for phones cut icons to a shape. */
  sign: number;
};

/** iOS looks for a picture without transparency. @see https://developer.apple.com/design/human-interface-guidelines/app-icons */
export const touchIcon: Icon = { file: 'apple-touch-icon.png', size: 180, sign: 1 };

/** Of a maskable icon, only a circle of four fifths is sure to be seen. @see https://www.w3.org/TR/appmanifest/#icon-masks */
export const maskableIcon: Icon = { file: 'icon-maskable-512.png', size: 512, sign: 0.8 };

export const plainIcons: Icon[] = [
  { file: 'icon-192.png', size: 192, sign: 1 },
  { file: 'icon-512.png', size: 512, sign: 1 },
];
