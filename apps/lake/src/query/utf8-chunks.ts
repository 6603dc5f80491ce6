const chunkCharacters = 64 * 1024;

/** Builds a long text and encodes it in chunks as it grows: encoding all of it at once would block the event loop. */
export type Utf8Chunks = ReturnType<typeof createUtf8Chunks>;

/** @param tooMuch makes the error to throw beyond `mostCharacters` */
export function createUtf8Chunks(mostCharacters: number, tooMuch: () => Error) {
  const chunks: Uint8Array[] = [];
  let text = '';
  let length = 0;

  return {
    add(part: string): void {
      length += part.length;
      if (length > mostCharacters) throw tooMuch();
      text += part;
      if (text.length < chunkCharacters) return;
      chunks.push(Buffer.from(text));
      text = '';
    },

    all: (): Uint8Array[] => [...chunks, Buffer.from(text)],
  };
}
