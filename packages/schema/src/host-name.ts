/**
 * Unicode's recommended scripts for identifiers. In others, such as Lisu and Cherokee, whole words look like Latin
 * ones.
 *
 * @see https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts
 */
const scripts = [
  ...['Greek', 'Cyrillic', 'Armenian', 'Hebrew', 'Arabic', 'Thaana', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati'],
  ...['Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Georgian'],
  ...['Ethiopic', 'Khmer', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo'],
];
const letterOf = new Map(scripts.map((script) => [script, new RegExp(`\\p{Script_Extensions=${script}}`, 'u')]));
/** Latin without phonetic letters, some of which look like a slash or a dot. */
letterOf.set('Latin', /[a-z\u00df-\u00f6\u00f8-\u017f\u01a1\u01b0\u0218-\u021b\u1e00-\u1eff]/);

/** Scripts that one label may mix. Any other mixture may be a homograph attack. */
const mixableScripts = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Hangul'],
  ['Han', 'Bopomofo'],
];

/** Homoglyphs of Latin letters in other scripts: a label of these alone looks like a Latin one. */
const homoglyphs = /^[аысԁеԍһіюкјӏорԗԛѕԝхуъьҽпгѵѡαικνρυωηοτագզէլհյոսւօ0-9-]+$/;

/**
 * Whether a host name is safe to show: it has a dot, is no IP address, has no homoglyphs, and browsers do not normalise
 * it to another name.
 *
 * @see https://chromium.googlesource.com/chromium/src/+/main/docs/idn.md
 */
export function isHostName(host: string): boolean {
  const labels = host.toLowerCase().split('.');
  const last = labels.at(-1) ?? '';
  return labels.length > 1 && labels.every((label) => isLabel(label, last)) && !isNumber(last);
}

function isLabel(label: string, last: string): boolean {
  if (/^[a-z0-9_-]+$/.test(label)) return !/^-|-$/.test(label);
  const isOfLetters = /^(?:[\p{L}0-9-]|(?!\p{Script=Inherited})\p{M})+$/u.test(label);
  const isPlain = isOfLetters && label.normalize('NFKC') === label;
  return isPlain && isOfOneScript(label) && !(homoglyphs.test(label) && /^[a-z]/.test(last));
}

function isOfOneScript(label: string): boolean {
  const letters = label.match(/\p{L}/gu) ?? [];
  const found = new Set(letters.map(scriptOf));
  const isAllowed = (allowed: string[]): boolean => [...found].every((script) => allowed.includes(script));
  return [...letterOf.keys()].some((script) => isAllowed([script])) || mixableScripts.some(isAllowed);
}

function scriptOf(letter: string): string {
  return [...letterOf].find(([, letters]) => letters.test(letter))?.[0] ?? 'another';
}

/** Browsers parse a host whose last label is a number as an IPv4 address. */
function isNumber(label: string): boolean {
  return /^(?:\d+|0x[0-9a-f]*)$/.test(label);
}
