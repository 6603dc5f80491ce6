/** One palette for all pictures, with contrast on light and on dark pages. */
export const palette = {
  night: '#14233d',
  dusk: '#23395b',
  slate: '#3c5a7d',
  deep: '#1f4e52',
  teal: '#2f6f73',
  sea: '#5b9a97',
  sage: '#a9c9ba',
  mist: '#d7e5dc',
  cream: '#fbf3e6',
  sand: '#f3e2cb',
  blush: '#f3c9b1',
  apricot: '#f2a97e',
  coral: '#e4694f',
  ember: '#b8432f',
} as const;

export type Ground = 'day' | 'garden' | 'dusk';

/** The gradient, the disc and the ribbon colour of each background. */
export const grounds: Record<Ground, { from: string; to: string; disc: string; ribbon: string }> = {
  day: { from: palette.sand, to: palette.blush, disc: palette.cream, ribbon: palette.apricot },
  garden: { from: palette.mist, to: palette.sage, disc: palette.cream, ribbon: palette.sea },
  dusk: { from: palette.dusk, to: palette.night, disc: palette.slate, ribbon: palette.sea },
};
