-- Without it, each look for what is due would sort all that waits, which after an import is a message a document.
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (hook, rowid) WHERE status = 'queued';
