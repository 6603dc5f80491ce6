import { dequal } from 'dequal/lite';
import { type IDBPDatabase, openDB } from 'idb';
import { unsavedLimits as limits } from './limits.ts';
import { type UnsavedEdit, unsavedEdit } from './unsaved-edit.ts';

const objectStore = 'unsaved-words';
const dayMs = 86_400_000;

/** This browser's unsaved edits, in IndexedDB, which outlives a tab that is closed or crashes. */
export type UnsavedStore = ReturnType<typeof openUnsavedStore>;

/** @param name the database's name, unique on an origin that a developer's other programs share */
export function openUnsavedStore(name = 'bodytext-unsaved') {
  const subscribers = new Set<() => void>();
  const channel = new BroadcastChannel(name);
  let opening: Promise<IDBPDatabase> | undefined;
  let all: readonly UnsavedEdit[] = [];
  let isFailing = false;
  /** Writes run one after another; of several queued writes with one id, only the last is written. */
  let lastWrite: Promise<void> = Promise.resolve();
  const queued = new Map<string, UnsavedEdit | undefined>();

  function open(): Promise<IDBPDatabase> {
    opening ??= openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore(objectStore, { keyPath: 'id' }),
    });
    // The next call retries: opening fails while the disk is full, for example.
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }

  async function read(): Promise<void> {
    try {
      const found: unknown[] = await (await open()).getAll(objectStore);
      const next = found.flatMap((each) => unsavedEdit.safeParse(each).data ?? []);
      if (!dequal(next, all)) all = next;
      for (const { id } of all.filter(isExpired)) void write(id, undefined);
    } catch {
      isFailing = true;
    }
    for (const notify of subscribers) notify();
  }

  async function writeQueued(): Promise<void> {
    const writes = [...queued];
    queued.clear();
    if (writes.length === 0) return;
    try {
      const transaction = (await open()).transaction(objectStore, 'readwrite');
      const requests = writes.map(([id, edit]) => (edit ? transaction.store.put(edit) : transaction.store.delete(id)));
      await Promise.all([...requests, transaction.done]);
      isFailing = false;
    } catch {
      isFailing = true;
    }
    channel.postMessage('changed');
    await read();
  }

  function write(id: string, edit: UnsavedEdit | undefined): Promise<void> {
    queued.set(id, edit);
    lastWrite = lastWrite.then(writeQueued);
    return lastWrite;
  }

  channel.addEventListener('message', () => void read());
  void read();

  return {
    /** The edits of all users and tabs. The same array until something changes, as `useSyncExternalStore` needs. */
    all: (): readonly UnsavedEdit[] => all,

    /** Whether IndexedDB fails, as in some private windows or on a full disk. */
    isFailing: (): boolean => isFailing,

    /** @returns the function that unsubscribes */
    subscribe(notify: () => void): () => void {
      subscribers.add(notify);
      return () => subscribers.delete(notify);
    },

    /** Inserts an edit, or replaces the one with its id. Resolves when it was written, or when that failed. */
    put: (edit: UnsavedEdit): Promise<void> => write(edit.id, edit),

    delete: (id: string): Promise<void> => write(id, undefined),

    /** Resolves when all queued writes are done and read back. */
    flush: async (): Promise<void> => {
      await lastWrite;
      await read();
    },

    async close(): Promise<void> {
      await lastWrite;
      channel.close();
      (await opening)?.close();
    },
  };
}

function isExpired({ at }: UnsavedEdit): boolean {
  return Date.now() - Date.parse(at) > limits.retention.value * dayMs;
}
