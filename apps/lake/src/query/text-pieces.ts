const pieceCharacters = 64 * 1024;

/** A long text, put together in pieces in UTF-8 as it grows: to write all of it at once would hold others up. */
export type TextPieces = ReturnType<typeof createTextPieces>;

/** @param tooMuch what to throw when there are more characters than that */
export function createTextPieces(mostCharacters: number, tooMuch: () => Error) {
  const pieces: Uint8Array[] = [];
  let text = '';
  let length = 0;

  return {
    add(part: string): void {
      length += part.length;
      if (length > mostCharacters) throw tooMuch();
      text += part;
      if (text.length < pieceCharacters) return;
      pieces.push(Buffer.from(text));
      text = '';
    },

    all: (): Uint8Array[] => [...pieces, Buffer.from(text)],
  };
}
