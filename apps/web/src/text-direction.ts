/** Languages that are written from right to left, by their BCP 47 language or script. Node’s own list has no types yet. */
const rightToLeft = new Set([
  'ar',
  'ckb',
  'dv',
  'fa',
  'he',
  'ps',
  'sd',
  'ug',
  'ur',
  'yi',
  'Arab',
  'Hebr',
  'Thaa',
  'Nkoo',
]);

/** The direction of a language’s script, for `<html dir>`. @param language BCP 47, such as `en-GB` */
export function textDirection(language: string): 'ltr' | 'rtl' {
  const { language: name, script } = new Intl.Locale(language);
  return rightToLeft.has(script ?? name) ? 'rtl' : 'ltr';
}
