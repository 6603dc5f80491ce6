/**
 * Scripts in which names of sites are written. In others, such as Lisu and Cherokee, whole words look like Latin ones.
 *
 * @see https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts
 */
const scripts = [
  ...['Greek', 'Cyrillic', 'Armenian', 'Hebrew', 'Arabic', 'Thaana', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati'],
  ...['Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Thai', 'Lao', 'Tibetan', 'Myanmar', 'Georgian'],
  ...['Ethiopic', 'Khmer', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo'],
];
const letterOf = new Map(scripts.map((script) => [script, new RegExp(`\\p{Script_Extensions=${script}}`, 'u')]));
/** Of Latin, the letters of languages, without those of phonetics: some of these look like a stroke or a dot. */
letterOf.set('Latin', /[a-z\u00df-\u00f6\u00f8-\u017f\u01a1\u01b0\u0218-\u021b\u1e00-\u1eff]/);

/** Scripts that stand together in one word. Any other mixture is how a name is made to look like another. */
const together = [
  ['Han', 'Hiragana', 'Katakana'],
  ['Han', 'Hangul'],
  ['Han', 'Bopomofo'],
];

/** Letters of other scripts that look like Latin ones: of a word of nothing else, nobody can tell what it says. */
const lookAlikes = /^[аысԁеԍһіюкјӏорԗԛѕԝхуъьҽпгѵѡαικνρυωηοτագզէլհյոսւօ0-9-]+$/;

/**
 * Whether the name of a site is what it looks like: a name with a dot in it, no number, and no letters that stand in for
 * others. What browsers would read otherwise than it is written is none.
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
  return isPlain && isOfOneScript(label) && !(lookAlikes.test(label) && /^[a-z]/.test(last));
}

function isOfOneScript(label: string): boolean {
  const letters = label.match(/\p{L}/gu) ?? [];
  const found = new Set(letters.map(scriptOf));
  const isAllowed = (allowed: string[]): boolean => [...found].every((script) => allowed.includes(script));
  return [...letterOf.keys()].some((script) => isAllowed([script])) || together.some(isAllowed);
}

function scriptOf(letter: string): string {
  return [...letterOf].find(([, letters]) => letters.test(letter))?.[0] ?? 'another';
}

/** A last part that is a number makes the whole an address of a machine, however it is written. */
function isNumber(label: string): boolean {
  return /^(?:\d+|0x[0-9a-f]*)$/.test(label);
}
