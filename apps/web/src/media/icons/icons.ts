/** The logo as PNG, for phones' home screens, which don't take SVG. Drawn from `public/favicon.svg`. */
export type Icon = {
  /** In `public`. */
  file: string;
  /** Width and height in pixels. */
  size: number;
  /** The logo's share of the width. The rest is filled with its green, since phones crop icons to a shape. */
  logoShare: number;
};

/** iOS expects an icon without transparency. @see https://developer.apple.com/design/human-interface-guidelines/app-icons */
export const touchIcon: Icon = { file: 'apple-touch-icon.png', size: 180, logoShare: 1 };

/** The safe zone of a maskable icon is a circle of four fifths of its width. @see https://www.w3.org/TR/appmanifest/#icon-masks */
export const maskableIcon: Icon = { file: 'icon-maskable-512.png', size: 512, logoShare: 0.8 };

export const plainIcons: Icon[] = [
  { file: 'icon-192.png', size: 192, logoShare: 1 },
  { file: 'icon-512.png', size: 512, logoShare: 1 },
];
