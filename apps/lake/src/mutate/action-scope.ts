import type { DocumentStore } from '@bodytext/groq/store/documents';
import type { TransactionLog } from '../history/transaction-log.ts';

/** What an action may read besides the working set. */
export type ActionScope = {
  documents: DocumentStore;
  log: TransactionLog;
  /** The id of the request's author. */
  author: string;
};
