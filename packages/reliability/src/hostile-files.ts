import { crc32, deflateSync } from 'node:zlib';
import { aBomb, aPhotograph, aPicture } from '@bodytext/lake/assets/picture.fixture';

/** An upload, with the name and type that the uploader claims. */
export type HostileFile = { name: string; bytes: Buffer; filename: string; contentType: string };

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/**
 * @param script runs in a browser that treats a file as active content
 * @param side of the largest image whose declared size is true
 */
export async function hostileFiles(script: string, side: number): Promise<HostileFile[]> {
  const page = `<!doctype html><html><body><script>${script}</script><img src=x onerror="${script}"></body></html>`;
  const gif = await aPicture(20, 10).gif().toBuffer();
  const png = await aPicture(20, 10).png().toBuffer();
  const jpeg = await aPhotograph(60, 40).jpeg().toBuffer();
  const files: [name: string, bytes: Buffer, filename: string, contentType: string][] = [
    ...drawings(script),
    ['a page', latin(page), 'page.html', 'text/html'],
    ['a page named PNG', latin(page), 'cat.png', 'image/png'],
    ['a page named text', latin(page), 'notes.txt', 'text/plain'],
    ['a page after much text', latin(`${'All is well. '.repeat(200)}${page}`), 'notes.txt', 'text/plain'],
    ['a page in UTF-16', Buffer.from(`\ufeff${page}`, 'utf16le'), 'page.htm', 'text/html'],
    ['a script', latin(script), 'app.js', 'text/javascript'],
    ['a style sheet', latin(`*{background:url(javascript:${script})}`), 'style.css', 'text/css'],
    [
      'XHTML',
      latin(`<html xmlns="http://www.w3.org/1999/xhtml"><script>${script}</script></html>`),
      'a.xhtml',
      'application/xhtml+xml',
    ],
    [
      'XML with a style sheet',
      latin(`<?xml version="1.0"?><?xml-stylesheet href="javascript:${script}"?><a/>`),
      'a.xml',
      'text/xml',
    ],
    [
      'a message in parts',
      latin(`MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${page}`),
      'a.mht',
      'message/rfc822',
    ],
    ['GIF and script', scriptGif(script), 'a.gif', 'image/gif'],
    ['GIF and page', Buffer.concat([gif, latin(page)]), 'a.gif', 'text/html'],
    ['PNG and page', Buffer.concat([png, latin(page)]), 'a.html', 'text/html'],
    ['PNG with a page in its text', pngWithText(png, page), 'a.png', 'image/png'],
    ['JPEG and page', Buffer.concat([jpeg, latin(page)]), 'a.jpg', 'image/jpeg'],
    ['JPEG with a page in its comment', jpegWithComment(jpeg, page), 'a.jpg', 'text/html'],
    [
      'PDF and script',
      latin(`%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(${script})>>>>endobj\n*/=1;${script}`),
      'a.pdf',
      'application/pdf',
    ],
    ['PDF and page', latin(`%PDF-1.4\n${page}`), 'a.html', 'text/html'],
    ['WebAssembly', latin('\0asm\x01\0\0\0'), 'a.wasm', 'application/wasm'],
    ['Flash', latin('FWS\x09\xff\xff\xff\xff'), 'a.swf', 'application/x-shockwave-flash'],
    ['a film that is a page', latin(`\x1a\x45\xdf\xa3${page}`), 'a.webm', 'video/webm'],
    ['PNG of 50,000 by 50,000', aBomb(50_000), 'bomb.png', 'image/png'],
    ['PNG of 2,147,483,647 by 2,147,483,647', aBomb(0x7fffffff), 'bomb.png', 'image/png'],
    ['PNG of a few bytes and many pixels', wholePng(side), 'bomb.png', 'image/png'],
    ['PNG just within the limit, cut short', aBomb(9_900), 'bomb.png', 'image/png'],
    ['PNG whose notes unpack to 400 MB', pngWithPackedText(png), 'bomb.png', 'image/png'],
    ['GIF of 65,535 by 65,535', grownGif(gif), 'bomb.gif', 'image/gif'],
    ['JPEG of 65,500 by 65,500', grownJpeg(jpeg), 'bomb.jpg', 'image/jpeg'],
    ['TIFF whose lengths lie', lyingTiff(), 'a.tif', 'image/tiff'],
    ['TIFF whose pages go in a circle', circularTiff(), 'a.tif', 'image/tiff'],
    [
      'AVIF whose boxes lie',
      latin('\0\0\0\x1cftypavif\0\0\0\0avifmif1miafMA1B\xff\xff\xff\xffmeta\0\0\0\0'),
      'a.avif',
      'image/avif',
    ],
    ['WebP whose length lies', latin('RIFF\xff\xff\xff\xffWEBPVP8X\xff\xff\xff\xff'), 'a.webp', 'image/webp'],
    ['a picture named after a path', png, '../../../../../../escaped.png', 'image/png'],
    ['a picture named after a path on Windows', gif, '..\\..\\..\\escaped.gif', 'image/gif'],
    ['a picture with NUL in its name', jpeg, 'a.jpg\0.html', 'image/jpeg'],
    [
      'a picture with a header in its name',
      await aPicture(22, 12).png().toBuffer(),
      'a\r\nset-cookie: a=b\r\n\r\n<script>',
      'image/png',
    ],
    ['a picture whose name runs backwards', await aPicture(24, 12).png().toBuffer(), 'a\u202egnp.html', 'image/png'],
    [
      'a picture with an endless name',
      await aPicture(26, 12).png().toBuffer(),
      `${'a/'.repeat(1_500)}.png`,
      'image/png',
    ],
    ['a picture named like a device', await aPicture(28, 12).png().toBuffer(), '/dev/sda', 'image/png'],
    ['a picture without a name', await aPicture(30, 12).png().toBuffer(), '..', 'image/png'],
  ];
  return files.map(([name, bytes, filename, contentType]) => ({ name, bytes, filename, contentType }));
}

function drawings(script: string): [string, Buffer, string, string][] {
  const drawing = (inner: string, size = 'width="40" height="20"', before = ''): Buffer =>
    latin(
      `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>${inner}</svg>`,
    );
  const laughs = 'bcdefghij'
    .split('')
    .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghij'[index]};`.repeat(10)}">`)
    .join('');
  const nested = `${'<g>'.repeat(50_000)}${'</g>'.repeat(50_000)}`;
  const inner: [string, Buffer][] = [
    ['with script', drawing(`<script>${script}</script>`)],
    [
      'with a handler',
      drawing(
        `<rect width="9" height="9" onload="${script}" onclick="${script}"/>`,
        `onload="${script}" width="4" height="4"`,
      ),
    ],
    [
      'with a page in it',
      drawing(
        `<foreignObject width="99" height="99"><body xmlns="http://www.w3.org/1999/xhtml"><script>${script}</script><iframe src="javascript:${script}"/></body></foreignObject>`,
      ),
    ],
    [
      'with a link that is a script',
      drawing(`<a xlink:href="javascript:${script}"><rect width="40" height="20"/></a>`),
    ],
    [
      'that animates a link',
      drawing(`<a><set attributeName="href" to="javascript:${script}"/><rect width="40" height="20"/></a>`),
    ],
    ['that uses a file of this machine', drawing('<image xlink:href="file:///etc/passwd" width="9" height="9"/>')],
    [
      'that asks another machine',
      drawing(
        '<image xlink:href="http://127.0.0.1:9/x.png" width="9" height="9"/><style>@import url(http://127.0.0.1:9/x.css)</style>',
      ),
    ],
    [
      'with an entity from a file',
      drawing('<text>&x;</text>', '', '<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    ['with a billion laughs', drawing('<text>&j;</text>', '', `<!DOCTYPE s [<!ENTITY a "lol">${laughs}]>`)],
    ['of 50,000 by 50,000', drawing('<rect width="9" height="9"/>', 'width="50000" height="50000"')],
    ['of a billion metres', drawing('<rect width="9" height="9"/>', 'width="1e12cm" height="1e12cm"')],
    ['nested 50,000 times', drawing(nested)],
    [
      'that uses itself',
      drawing('<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g><use xlink:href="#a"/>'),
    ],
    [
      'with a filter that grows',
      drawing(
        '<filter id="f" width="99999" height="99999"><feGaussianBlur stdDeviation="9999"/></filter><rect width="40" height="20" filter="url(#f)"/>',
      ),
    ],
  ];
  return inner.map(([name, bytes]) => [`a drawing ${name}`, bytes, 'drawing.svg', 'image/svg+xml']);
}

/** A polyglot: as JavaScript, `GIF89a` is an identifier and the GIF's binary header is a comment. */
function scriptGif(script: string): Buffer {
  const header = latin('GIF89a');
  const screen = latin('/*\x01\0\0\0\0');
  return Buffer.concat([header, screen, latin(`!\xfe\x02  \0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;*/=1;${script}`)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([latin(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

/** Inserts a chunk after the signature and IHDR, which are 33 bytes. */
function withChunk(png: Buffer, added: Buffer): Buffer {
  return Buffer.concat([png.subarray(0, 33), added, png.subarray(33)]);
}

/** A decompression bomb with a true header: `side` × `side` grey pixels. */
function wholePng(side: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.alloc(side * (side + 1)), { level: 1 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.of())]);
}

function pngWithText(png: Buffer, text: string): Buffer {
  return withChunk(png, chunk('tEXt', latin(`Comment\0${text}`)));
}

function pngWithPackedText(png: Buffer): Buffer {
  const packed = deflateSync(Buffer.alloc(20 * 1024 * 1024), { level: 9 });
  const notes = Array.from({ length: 20 }, () => chunk('zTXt', Buffer.concat([latin('Comment\0\0'), packed])));
  return withChunk(png, Buffer.concat(notes));
}

function jpegWithComment(jpeg: Buffer, text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe]), length, latin(text), jpeg.subarray(2)]);
}

function grownGif(gif: Buffer): Buffer {
  const grown = Buffer.from(gif);
  grown.writeUInt32LE(0xffffffff, 6);
  return grown;
}

/** Declares a larger size in its frame header than it has. */
function grownJpeg(jpeg: Buffer): Buffer {
  const grown = Buffer.from(jpeg);
  const frame = grown.indexOf(Buffer.from([0xff, 0xc0]));
  if (frame === -1) throw new Error('The JPEG has no frame to grow.');
  grown.writeUInt16BE(65_500, frame + 5);
  grown.writeUInt16BE(65_500, frame + 7);
  return grown;
}

function tiff(entries: [tag: number, type: number, count: number, value: number][], next: number): Buffer {
  const directory = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  directory.write('II*\0', 0, 'latin1');
  directory.writeUInt32LE(8, 4);
  directory.writeUInt16LE(entries.length, 8);
  entries.forEach(([tag, type, count, value], index) => {
    const at = 10 + index * 12;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(count, at + 4);
    directory.writeUInt32LE(value, at + 8);
  });
  directory.writeUInt32LE(next, directory.length - 4);
  return directory;
}

const tiffPicture: [number, number, number, number][] = [
  [256, 4, 1, 60_000],
  [257, 4, 1, 60_000],
  [258, 3, 1, 8],
  [259, 3, 1, 1],
  [262, 3, 1, 1],
];

function lyingTiff(): Buffer {
  return tiff([...tiffPicture, [273, 4, 0xfffffff0, 0xfffffff0], [278, 4, 1, 0xffffffff], [279, 4, 0xfffffff0, 8]], 0);
}

function circularTiff(): Buffer {
  const small = tiffPicture.map(([tag, type, count, value]): [number, number, number, number] => [
    tag,
    type,
    count,
    value > 9 ? 4 : value,
  ]);
  return tiff([...small, [273, 4, 1, 8], [278, 4, 1, 4], [279, 4, 1, 16]], 8);
}
