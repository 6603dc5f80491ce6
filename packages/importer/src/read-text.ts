import { ImportProblem } from './problem.ts';

/** Far larger than any article. */
export const maxFileBytes = 1024 * 1024;

/**
 * Decodes a file, with line ends normalised to `\n`: UTF-8 with or without byte-order mark, UTF-16 with one, else
 * Windows-1252.
 */
export function readText(bytes: Uint8Array): string {
  if (bytes.length > maxFileBytes) {
    throw new ImportProblem(
      'fileTooLarge',
      'The file is larger than 1 MB, which no article is. Check that it is the right one.',
    );
  }
  const text = decode(bytes);
  if (hasControlCharacters(text)) {
    throw new ImportProblem(
      'fileNotText',
      'The file is not plain text. Save the article as plain text (UTF-8) and import that file.',
    );
  }
  return text.replace(/\r\n?|[\u0085\u2028\u2029\f\v]/g, '\n');
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Control characters show a binary file, or UTF-16 without a byte-order mark. */
function hasControlCharacters(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the regex looks for them.
  return /[\u0000-\u0008\u000e-\u001f\u007f]/.test(text);
}
