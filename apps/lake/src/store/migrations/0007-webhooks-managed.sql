-- Webhooks that administrators made; the one of the site is the program's own and not in here.
-- `settings` is JSON, with the secret: only the hash of a secret could not sign.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

-- A message stays for a while after its delivery, as the log of deliveries.
ALTER TABLE webhook_deliveries ADD COLUMN status TEXT NOT NULL DEFAULT 'queued'
  CHECK (status IN ('queued', 'success', 'failure'));
ALTER TABLE webhook_deliveries ADD COLUMN operation TEXT NOT NULL DEFAULT 'update';
ALTER TABLE webhook_deliveries ADD COLUMN transaction_id TEXT NOT NULL DEFAULT '';
ALTER TABLE webhook_deliveries ADD COLUMN created_at TEXT NOT NULL DEFAULT '';
ALTER TABLE webhook_deliveries ADD COLUMN first_attempt_at INTEGER;
DROP INDEX webhook_deliveries_in_order;
CREATE INDEX webhook_deliveries_queued ON webhook_deliveries (hook, document_id, rowid) WHERE status = 'queued';
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (hook, rowid) WHERE status <> 'queued';

CREATE TABLE webhook_attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery INTEGER NOT NULL REFERENCES webhook_deliveries (rowid) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  duration INTEGER NOT NULL,
  -- What the receiver answered, or why there was no answer: 'timeout' or 'network'.
  result_code INTEGER,
  failure TEXT,
  -- The beginning of the answer.
  result_body TEXT NOT NULL
);
CREATE INDEX webhook_attempts_by_delivery ON webhook_attempts (delivery);
