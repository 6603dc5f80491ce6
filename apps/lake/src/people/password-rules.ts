import { peopleLimits } from './limits.ts';

/*
 * Rules of NIST SP 800-63B: a minimum length, no common password, nothing about the person. No rules about digits and
 * symbols, which lead to `Password123!`.
 */
const minLength = peopleLimits.minPassword.value;
const maxLength = peopleLimits.maxPassword.value;

/** The most used passwords of this length, from attackers' word lists. */
const common = new Set(
  `123456789012 1234567890123 12345678901234 123456789101112 1q2w3e4r5t6y 1q2w3e4r5t6y7u qwertyuiop12 qwertyuiop123
  qwertyuiop[] qwerty123456 qwertyuiopas 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 q1w2e3r4t5y6 passwordpassword
  password1234 password12345 password123456 passw0rd1234 mypassword123 adminadmin12 administrator administrator1
  adminpassword letmeinletmein welcome12345 welcome123456 iloveyou1234 iloveyouforever iloveyousomuch ihateyou1234
  unitedstates manchesterunited liverpoolfc1 chelseafc123 princess1234 sunshine1234 football1234 baseball1234
  superman1234 starwars1234 pokemon12345 trustno1trustno1 changeme1234 changemenow1 correcthorsebatterystaple
  qazwsxedcrfv asdfghjkl123 asdfghjklzxc zxcvbnmasdfg qwertyasdfgh abcdefghijkl abcdefghijklm abcd12345678
  abc123456789 a1b2c3d4e5f6 aa1234567890 q123456789012 987654321098 0987654321098 010203040506 111222333444
  112233445566 147258369147 159753159753 editoreditor editorinchief healthhealth bodytextbodytext`.split(/\s+/),
);

/** Why a password is refused, as a sentence; undefined if it is accepted. */
export function passwordProblem(password: string, person: { name: string; email: string }): string | undefined {
  const given = password.normalize('NFKC');
  if ([...given].length < minLength) {
    return `A password needs at least ${minLength} characters. Four words in a row are easy to remember.`;
  }
  if ([...given].length > maxLength) return `A password may have at most ${maxLength} characters.`;
  const plain = given.toLowerCase();
  if (common.has(plain) || isRepetition(plain)) return 'Everybody tries this password first. Choose another.';
  if (isAbout(plain, person)) return 'A password must not be made of your name or e-mail address. Choose another.';
  return undefined;
}

/** A few characters over and over: `aaaaaaaaaaaa`, `123412341234`. */
function isRepetition(password: string): boolean {
  return /^(.{1,4})\1+$/su.test(password) || new Set(password).size < 4;
}

function isAbout(password: string, { name, email }: { name: string; email: string }): boolean {
  const words = [email, ...email.split('@'), name, ...name.split(/\s+/)].map((word) => word.toLowerCase());
  const rest = words
    .filter((word) => word.length >= 3)
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), password);
  return rest !== password && [...rest].filter((character) => /\p{L}/u.test(character)).length < 4;
}
