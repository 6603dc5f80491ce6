import { assetLimits } from './limits.ts';

const longestName = assetLimits.filename.value;

/** Sanitizes a file's name: no folders, and no characters that are unsafe in terminals, headers or file systems. */
export function cleanFilename(name: string | undefined): string | undefined {
  const last = name?.split(/[/\\]/).at(-1) ?? '';
  // Control characters, and those that reverse text, which make “gpj.exe” look like “exe.jpg”.
  const shown = last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '').trim();
  const isName = shown !== '' && !/^\.+$/.test(shown);
  return isName ? shown.slice(-longestName) : undefined;
}

/** A file's extension in the form of asset ids; `bin` where there is none. */
export function extensionOf(name: string | undefined): string {
  return /\.([a-zA-Z0-9]{1,8})$/.exec(name ?? '')?.[1]?.toLowerCase() ?? 'bin';
}

/** A `content-disposition` for downloads; `filename` is the ASCII fallback for `filename*`. */
export function asDownload(name: string): string {
  const clean = cleanFilename(name) ?? 'download';
  const ascii = clean.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(clean.toWellFormed()).replace(/['()*]/g, (sign) => `%${hex(sign)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase();
}
