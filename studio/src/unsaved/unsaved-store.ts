import { dequal } from 'dequal/lite';
import { type IDBPDatabase, openDB } from 'idb';
import { unsavedLimits as limits } from './limits.ts';
import { type UnsavedWords, unsavedWords } from './unsaved-words.ts';

const store = 'unsaved-words';
const dayMs = 86_400_000;

/** The unsaved words of this browser, in IndexedDB: what outlives a window that is closed or crashes. */
export type UnsavedStore = ReturnType<typeof openUnsavedStore>;

/** @param name the database's; others share an origin with this Studio on a developer's machine */
export function openUnsavedStore(name = 'bodytext-unsaved') {
  const listeners = new Set<() => void>();
  const channel = new BroadcastChannel(name);
  let opening: Promise<IDBPDatabase> | undefined;
  let all: readonly UnsavedWords[] = [];
  let isFailing = false;
  /** Writes go one after the other, and of several that wait for one document only the last is written. */
  let writing: Promise<void> = Promise.resolve();
  const waiting = new Map<string, UnsavedWords | undefined>();

  function open(): Promise<IDBPDatabase> {
    opening ??= openDB(name, 1, { upgrade: (database) => void database.createObjectStore(store, { keyPath: 'id' }) });
    // The next call tries again: opening fails while the disk is full, for instance.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }

  async function read(): Promise<void> {
    try {
      const found: unknown[] = await (await open()).getAll(store);
      const next = found.flatMap((each) => unsavedWords.safeParse(each).data ?? []);
      if (!dequal(next, all)) all = next;
      for (const { id } of all.filter(isOld)) void change(id, undefined);
    } catch {
      isFailing = true;
    }
    for (const listener of listeners) listener();
  }

  async function writeWaiting(): Promise<void> {
    const changes = [...waiting];
    waiting.clear();
    if (changes.length === 0) return;
    try {
      const transaction = (await open()).transaction(store, 'readwrite');
      const changed = changes.map(([id, words]) =>
        words ? transaction.store.put(words) : transaction.store.delete(id),
      );
      await Promise.all([...changed, transaction.done]);
      isFailing = false;
    } catch {
      isFailing = true;
    }
    channel.postMessage('changed');
    await read();
  }

  function change(id: string, words: UnsavedWords | undefined): Promise<void> {
    waiting.set(id, words);
    writing = writing.then(writeWaiting);
    return writing;
  }

  channel.addEventListener('message', () => void read());
  void read();

  return {
    /** What is kept, of all accounts and windows. The same array until something changes. */
    all: (): readonly UnsavedWords[] => all,

    /** Whether this browser keeps nothing now, as in some private windows or on a full disk. */
    isFailing: (): boolean => isFailing,

    /** @returns the way to stop listening */
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Keeps words, in the place of those with the same id. Resolves when they are on the disk, or can't be. */
    keep: (words: UnsavedWords): Promise<void> => change(words.id, words),

    forget: (id: string): Promise<void> => change(id, undefined),

    /** Resolves when all is written and read. */
    settled: async (): Promise<void> => {
      await writing;
      await read();
    },

    async close(): Promise<void> {
      await writing;
      channel.close();
      (await opening)?.close();
    },
  };
}

function isOld({ at }: UnsavedWords): boolean {
  return Date.now() - Date.parse(at) > limits.kept.value * dayMs;
}
