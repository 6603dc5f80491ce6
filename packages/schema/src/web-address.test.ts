import { describe, expect, it } from '@jest/globals';
import { anyAddress, isSitePath, webAddress } from './web-address.ts';

/** Addresses that lead elsewhere than they look, or nowhere. */
const hiding = [
  'https://www.nhs.uk@evil.example/',
  'https://www.nhs.uk:443@evil.example/',
  'https://user:password@www.example.org/',
  'https://@evil.example/',
  'https://www.nhs.uk%40evil.example/',
  'https://www.nhs.uk%2F@evil.example/',
  'https://www.nhs.uk\\@evil.example/',
  'https:\\\\evil.example/',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  ' https://evil.example/',
  'https://evil.example/ ',
  'https://www.nhs.uk/\n',
  'ht\ttps://evil.example/',
  'https://www.nhs.uk\u2044evil.example/',
  'https://www.nhs.uk\u2024evil.example/',
  'https://www.nhs.uk\u3002evil.example/',
  'https://www.nhs.uk\u0338evil.example/',
  'https://www.nhs.uk\u30ceevil.example/',
  'https://www.\u200bnhs.uk/',
  'https://www.nhs\u00ad.uk/',
  'https://www.nhs.uk/\u202e',
  'https://www.nhs.uk/\u3164',
  // Cyrillic and Greek letters, some of them among Latin ones; letters of a wide font; letters of phonetics and Lisu.
  'https://www.nh\u0455.uk/',
  'https://\u0430\u0440\u0440\u04cf\u0435.com/',
  'https://\u03bf\u03bf.org/',
  'https://www.\uff4ehs.uk/',
  'https://www.\u0274hs.uk/',
  'https://www.\ua4e0\ua4e7\ua4e2.uk/',
  'https://www.g\u0665\u0665gle.com/',
  // The same machine, written in ways that nobody reads.
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://localhost/',
  'https://www.example.org./',
  'https:// www.example.org/',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://www.example.org/1',
  'data:text/html,x',
];

const dangerous = [
  ...['javascript:alert(1)', ' JavaScript:alert(1)', 'java\nscript:alert(1)', '//evil.example', '/\\evil.example'],
  ...['mailto:', 'mailto:help@www.nhs.uk@evil.example', 'mailto:help@nh\u0455.uk', 'tel:x', 'www.example.org', ''],
];

const honest = [
  ...['https://www.example.org/', 'http://example.org', 'https://www.example.org?a#b', 'https://example.org/@ada'],
  ...[
    'HTTPS://www.Example.org:8443/a_b/(c)?d=e@f#:~:text=g',
    'https://a_b.example.org',
    'https://xn--mnchen-3ya.example/',
  ],
  ...['https://de.wikipedia.org/wiki/Rückenschmerzen', 'https://münchen.example/', 'https://ショッピング.example'],
  ...['https://例え.テスト/', 'https://пример.рф/', 'https://здоровье.example/', 'https://صحة.example/'],
  ...[
    'mailto:help@example.org',
    'mailto:a@example.org,b@example.org?subject=Help%20me',
    'tel:+44(0)1632-960000',
    'tel:112',
  ],
];

const link = webAddress('Give an address.', ['https', 'http', 'mailto', 'tel']);
const offer = anyAddress('Give an address.', ['https']);

describe('an address that readers are led to', () => {
  it.each([...hiding, ...dangerous])('is refused: %j', (address) => {
    expect(link.safeParse(address).success).toBe(false);
    expect(offer.safeParse(address).success).toBe(false);
  });

  it.each(honest)('is taken: %j', (address) => {
    expect(link.safeParse(address).success).toBe(true);
  });

  it('of another scheme than the field is for is refused', () => {
    for (const address of honest.filter((one) => !/^https:/i.test(one)))
      expect(offer.safeParse(address).success).toBe(false);
  });

  it('is refused with what is wrong with it', () => {
    const sentence = (address: string) => link.safeParse(address).error?.issues[0]?.message;
    expect(sentence('ftp://example.org')).toBe('Give an address.');
    expect(sentence('https://www.nhs.uk@evil.example/')).toContain('“@”');
    expect(sentence('https://nh\u0455.uk/')).toContain('only look like others');
  });
});

describe('a path of the site', () => {
  it.each(['/', '/about', '/about/?a=b#c', '/a-to-z/é', '/%61bout'])('may be %j', (path) => {
    expect([isSitePath(path), offer.safeParse(path).success]).toEqual([true, true]);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a\u200b',
    '/a b',
    'about',
  ])('is not %j', (path) => {
    expect([isSitePath(path), offer.safeParse(path).success]).toEqual([false, false]);
  });
});
