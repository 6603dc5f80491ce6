import type { LakeDocument } from '@bodytext/groq/document';
import type { Mutation } from './mutate/mutation.ts';

/** One problem the gate found, said to an editor. */
export type GateIssue = {
  /** Where in the document: field names, positions, or `{_key}` of list items. */
  path: (string | number | { _key: string })[];
  code: string;
  message: string;
  severity: 'blocks' | 'advises';
};

/** The published documents, as the running transaction would leave them. Synchronous: it is asked within it. */
export type PublishedLookup = {
  get(id: string): LakeDocument | undefined;
  withSlug(slug: string): LakeDocument[];
  /** Those that have a field of this name, of the document itself, with this text in it. */
  withText(field: string, text: string): LakeDocument[];
};

/** A published document before and after a transaction; undefined where there is none. */
export type PublishedChange = {
  before: LakeDocument | undefined;
  after: LakeDocument | undefined;
  /** Whether a draft, or a version, went into it: not so where it was written in public, or imported. */
  wasDrafted: boolean;
};

export type Permission = 'create' | 'read' | 'update' | 'history' | 'editHistory' | 'manage';

/** What the holder of a role may do with documents that pass a GROQ filter. */
export type Grant = { filter: string; permissions: Permission[] };

export type Role = {
  grants: Grant[];
  /** Whether only the token of a program can have it, and no person. */
  isForProgramsOnly?: boolean;
};

/** A document before and after a transaction, whichever variant it is; undefined where there is none. */
export type DocumentChange = { before: LakeDocument | undefined; after: LakeDocument | undefined };

/** Who makes a transaction: the id of a person or of a program's token, and the role. */
export type Author = { id: string; role: string };

/** Work the lake does by itself, every so many milliseconds. What fails is in the log, and done again the next time. */
export type Job = { name: string; everyMs: number; run(): void | Promise<void> };

/**
 * How an application puts its rules into the lake, whose core knows nothing of its document types.
 * Everything but `jobs` runs inside the transaction: what throws or blocks leaves nothing written.
 */
export type LakePlugin = {
  /**
   * Asked for every document that a transaction publishes or changes in public, whichever way it comes.
   * One issue that blocks refuses the whole transaction, and its sentence reaches the editor.
   */
  gate?(change: { before: LakeDocument | undefined; after: LakeDocument }, lookup: PublishedLookup): GateIssue[];
  /** Further mutations to write in the same transaction, such as redirects of moved addresses. */
  onCommit?(changes: PublishedChange[], lookup: PublishedLookup): Mutation[];
  /**
   * Asked for every document that somebody changes, after the grants: for rights that hang on what is changed, which
   * no filter over one document can say. `get` gives documents as the running transaction would leave them.
   */
  mayChange?(author: Author, change: DocumentChange, get: (id: string) => LakeDocument | undefined): boolean;
  jobs?: Job[];
  /** Further roles by name, and those of the lake's own whose grants are others here. */
  roles?: Record<string, Role>;
};
