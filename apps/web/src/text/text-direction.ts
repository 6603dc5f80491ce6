/** Right-to-left languages and scripts, as BCP 47 subtags. TypeScript has no types for `Intl.Locale.getTextInfo` yet. */
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

/** For `<html dir>`. @param language BCP 47, such as `en-GB` */
export function textDirection(language: string): 'ltr' | 'rtl' {
  const { language: name, script } = new Intl.Locale(language);
  return rightToLeft.has(script ?? name) ? 'rtl' : 'ltr';
}
