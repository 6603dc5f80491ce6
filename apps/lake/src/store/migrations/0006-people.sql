ALTER TABLE users ADD COLUMN password TEXT;
ALTER TABLE users ADD COLUMN suspended_at TEXT;
-- Who is gone keeps their name, because the history names them as an author.
ALTER TABLE users ADD COLUMN removed_at TEXT;
ALTER TABLE tokens ADD COLUMN last_used_at TEXT;
ALTER TABLE tokens ADD COLUMN device TEXT;

-- Whose rights changed or whose session ended, so that a running lake ends their open streams,
-- also when a command beside it did it.
CREATE TABLE access_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  holder_id TEXT NOT NULL
);
CREATE TRIGGER user_access_changed AFTER UPDATE OF role, suspended_at, removed_at ON users
WHEN old.role IS NOT new.role OR old.suspended_at IS NOT new.suspended_at OR old.removed_at IS NOT new.removed_at
BEGIN
  INSERT INTO access_changes (holder_id) VALUES (new.id);
END;
CREATE TRIGGER token_gone AFTER DELETE ON tokens
BEGIN
  INSERT INTO access_changes (holder_id) VALUES (coalesce(old.user_id, 'r' || substr(old.hash, 1, 12)));
END;

-- Guesses of late: `key` says of what and by whom, as a hash.
CREATE TABLE sign_in_attempts (
  rowid INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX sign_in_attempts_by_key ON sign_in_attempts (key, at);
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (at);

CREATE TABLE allowed_origins (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  origin TEXT NOT NULL UNIQUE,
  credentials INTEGER NOT NULL,
  created_at TEXT NOT NULL
);

-- What people did with the lake other than writing documents, which the history has.
CREATE TABLE audit_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  event TEXT NOT NULL,
  actor TEXT NOT NULL,
  subject TEXT,
  detail TEXT,
  address TEXT
);
CREATE INDEX audit_log_by_time ON audit_log (at);
-- Nothing in it is changed, but for an address that is forgotten; nothing younger than a month is taken out.
CREATE TRIGGER audit_log_is_kept BEFORE UPDATE ON audit_log
WHEN new.address IS NOT NULL OR new.at IS NOT old.at OR new.event IS NOT old.event OR new.actor IS NOT old.actor
  OR new.subject IS NOT old.subject OR new.detail IS NOT old.detail OR new.seq IS NOT old.seq
BEGIN
  SELECT raise(ABORT, 'The audit log can only be added to.');
END;
CREATE TRIGGER audit_log_is_not_cut BEFORE DELETE ON audit_log
WHEN old.at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-30 days')
BEGIN
  SELECT raise(ABORT, 'The audit log can only be added to.');
END;
