CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Only hashes are kept: whoever reads the database can't sign in with what is found there.
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'robot')),
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  role TEXT,
  label TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT
);

-- `link` codes are in the printed sign-in link, `sid` codes take a browser from the sign-in page to the Studio.
CREATE TABLE one_time_codes (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('link', 'sid')),
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  expires_at TEXT NOT NULL
);

CREATE TABLE user_settings (
  user_id TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (user_id, key)
) WITHOUT ROWID;
