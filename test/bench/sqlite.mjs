// SQLite as a careful program sets it up: a write-ahead log, and every commit synced before it is answered.
import { createRequire } from 'node:module';

// By name, since it is there only where somebody asked for it.
const PACKAGE = '@photostructure/sqlite';
const HOW_TO_INSTALL = 'SQLite is not installed, so it is left out: npm ci --prefix test/bench/sqlite';

const Database = load();

function load() {
  try {
    return createRequire(new URL('sqlite/', import.meta.url))(PACKAGE).DatabaseSync;
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.log(HOW_TO_INSTALL);
    return undefined;
  }
}

/** A table per collection, of ids and JSON text; undefined where SQLite is not installed. */
export function openSqlite(path, collections) {
  if (!Database) return undefined;
  const db = new Database(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const puts = new Map();
  for (const name of collections) {
    db.exec(`CREATE TABLE "${name}" (id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID`);
    const upsert = `INSERT INTO "${name}" VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record`;
    puts.set(name, db.prepare(upsert));
  }
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  return {
    /** One transaction. */
    change(ops) {
      begin.run();
      for (const [collection, record] of ops) puts.get(collection).run(record.id, JSON.stringify(record));
      commit.run();
    },
    close: () => db.close(),
  };
}
