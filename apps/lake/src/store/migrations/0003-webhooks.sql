CREATE TABLE webhook_deliveries (
  rowid INTEGER PRIMARY KEY AUTOINCREMENT,
  hook TEXT NOT NULL,
  document_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  last_error TEXT
);
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (hook, document_id, rowid);
