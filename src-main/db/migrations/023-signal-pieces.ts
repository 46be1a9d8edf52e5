import type { WritableDB } from '../sqlite/connection.ts';

/** Bytes that a signal's own row holds, and each further piece of it. */
const PIECE_BYTES = 2 * 2 ** 18;

/** SQLite reads a value whole, whatever is asked of it: a signal of hours is kept in pieces, of which some are read. */
export default function signalPieces(db: WritableDB): void {
  db.exec(`
    -- What comes after the samples of the signal's own row.
    CREATE TABLE signal_pieces (
      sha256 TEXT NOT NULL REFERENCES signals (sha256) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position > 0),
      samples BLOB NOT NULL, -- int16, little endian
      PRIMARY KEY (sha256, position)
    ) STRICT;

    WITH RECURSIVE pieces (sha256, position, bytes) AS (
      SELECT sha256, 1, length(samples) FROM signals WHERE length(samples) > ${PIECE_BYTES}
      UNION ALL
      SELECT sha256, position + 1, bytes FROM pieces WHERE (position + 1) * ${PIECE_BYTES} < bytes
    )
    INSERT INTO signal_pieces
      SELECT sha256, position, substr(s.samples, 1 + position * ${PIECE_BYTES}, ${PIECE_BYTES})
      FROM pieces JOIN signals s USING (sha256);
    DROP TRIGGER signals_never_change;
    UPDATE signals SET samples = substr(samples, 1, ${PIECE_BYTES}) WHERE length(samples) > ${PIECE_BYTES};
    CREATE TRIGGER signals_never_change BEFORE UPDATE ON signals
      BEGIN SELECT raise(ABORT, 'signals are never changed'); END;

    CREATE TRIGGER signal_pieces_never_change BEFORE UPDATE ON signal_pieces
      BEGIN SELECT raise(ABORT, 'signals are never changed'); END;
    CREATE TRIGGER signal_pieces_never_go BEFORE DELETE ON signal_pieces
      WHEN EXISTS (SELECT 1 FROM signals WHERE sha256 = OLD.sha256)
      BEGIN SELECT raise(ABORT, 'a piece of a signal is never deleted without it'); END;
  `);
}
