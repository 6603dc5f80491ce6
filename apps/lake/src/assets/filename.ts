import { assetLimits } from './limits.ts';

const longestName = assetLimits.filename.value;

/** The name somebody gave a file, without folders and whatever a terminal, a header or a file system would trip over. */
export function cleanFilename(name: string | undefined): string | undefined {
  const last = name?.split(/[/\\]/).at(-1) ?? '';
  // Control characters, and those that make text run backwards, as in “gpj.exe” for “exe.jpg”.
  const shown = last.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '').trim();
  const isName = shown !== '' && !/^\.+$/.test(shown);
  return isName ? shown.slice(-longestName) : undefined;
}

/** A file's extension as its asset id may hold it; `bin` where there is none. */
export function extensionOf(name: string | undefined): string {
  return /\.([a-zA-Z0-9]{1,8})$/.exec(name ?? '')?.[1]?.toLowerCase() ?? 'bin';
}

/** Makes a browser save what it gets under a name; the first form is for those that read ASCII only. */
export function asDownload(name: string): string {
  const clean = cleanFilename(name) ?? 'download';
  const ascii = clean.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(clean.toWellFormed()).replace(/['()*]/g, (sign) => `%${hex(sign)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase();
}
