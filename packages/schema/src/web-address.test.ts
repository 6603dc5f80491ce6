import { describe, expect, it } from '@jest/globals';
import { spoofedAddresses } from './spoofed-addresses.ts';
import { anyAddress, isSitePath, webAddress } from './web-address.ts';

const dangerous = [
  ...['javascript:alert(1)', ' JavaScript:alert(1)', 'java\nscript:alert(1)', '//evil.example', '/\\evil.example'],
  ...[
    'tel:112\u202e',
    'mailto:',
    'mailto:help@www.nhs.uk@evil.example',
    'mailto:help@nh\u0455.uk',
    'tel:x',
    'www.example.org',
    '',
  ],
];

const valid = [
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
    'tel:0800 111;ext=7',
  ],
];

const link = webAddress('Give an address.', ['https', 'http', 'mailto', 'tel']);
const offer = anyAddress('Give an address.', ['https']);

describe('the URL of a link', () => {
  it.each([...spoofedAddresses, ...dangerous])('is refused: %j', (address) => {
    expect(link.safeParse(address).success).toBe(false);
    expect(offer.safeParse(address).success).toBe(false);
  });

  it.each(valid)('is accepted: %j', (address) => {
    expect(link.safeParse(address).success).toBe(true);
  });

  it('is refused with a scheme that the field does not allow', () => {
    for (const address of valid.filter((one) => !/^https:/i.test(one)))
      expect(offer.safeParse(address).success).toBe(false);
  });

  it('is refused with a sentence about the reason', () => {
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
