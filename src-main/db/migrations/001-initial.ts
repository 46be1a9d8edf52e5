import type { WritableDB } from '../sqlite/connection.ts';

export default function initial(db: WritableDB): void {
  db.exec(`
    -- Samples once, however many datasets (label versions, splits) and examples speak of them. Content-addressed, so
    -- they can be stored piece by piece ahead of the one transaction that makes a dataset or a run visible.
    CREATE TABLE signals (
      sha256 TEXT PRIMARY KEY,
      sampling_hz REAL NOT NULL CHECK (sampling_hz > 0),
      units_per_mv REAL NOT NULL CHECK (units_per_mv > 0),
      sample_count INTEGER NOT NULL CHECK (sample_count > 0),
      samples BLOB NOT NULL -- int16, little endian
    ) STRICT;

    CREATE TABLE datasets (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      source TEXT NOT NULL,
      labels TEXT NOT NULL,
      created_at TEXT NOT NULL,
      skipped TEXT NOT NULL, -- JSON: [{record, reason}]
      notes TEXT NOT NULL -- JSON: what the newest import said about its files
    ) STRICT;

    CREATE TABLE records (
      id INTEGER PRIMARY KEY,
      dataset_id TEXT NOT NULL REFERENCES datasets (id),
      name TEXT NOT NULL,
      label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 3),
      split TEXT NOT NULL CHECK (split IN ('train', 'validation', 'test')),
      sha256 TEXT NOT NULL REFERENCES signals (sha256),
      UNIQUE (dataset_id, name)
    ) STRICT;
    CREATE INDEX records_by_split ON records (dataset_id, split, label);
    CREATE INDEX records_by_signal ON records (sha256);

    CREATE TABLE models (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      architecture TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('bundled', 'trained')),
      sha256 TEXT NOT NULL, -- of model.json and weights
      created_at TEXT NOT NULL,
      card TEXT NOT NULL, -- JSON
      history TEXT NOT NULL -- JSON: one entry per epoch
    ) STRICT;

    CREATE TABLE evaluations (
      id INTEGER PRIMARY KEY,
      model_id TEXT NOT NULL REFERENCES models (id),
      model_sha256 TEXT NOT NULL, -- a bundled model's weights can change with the program
      dataset_id TEXT NOT NULL REFERENCES datasets (id),
      split TEXT NOT NULL,
      engine TEXT NOT NULL,
      created_at TEXT NOT NULL,
      metrics TEXT NOT NULL -- JSON
    ) STRICT;

    CREATE TABLE attack_runs (
      id TEXT PRIMARY KEY,
      model_id TEXT NOT NULL REFERENCES models (id),
      model_sha256 TEXT NOT NULL,
      dataset_id TEXT NOT NULL REFERENCES datasets (id),
      split TEXT NOT NULL,
      options TEXT NOT NULL, -- JSON: AttackOptions
      engine TEXT NOT NULL,
      program_version TEXT NOT NULL,
      created_at TEXT NOT NULL,
      summary TEXT NOT NULL -- JSON
    ) STRICT;

    CREATE TABLE examples (
      id INTEGER PRIMARY KEY,
      run_id TEXT NOT NULL REFERENCES attack_runs (id),
      record_id INTEGER NOT NULL REFERENCES records (id),
      original_class INTEGER NOT NULL,
      adversarial_class INTEGER NOT NULL,
      originally_correct INTEGER NOT NULL CHECK (originally_correct IN (0, 1)),
      fooled INTEGER NOT NULL CHECK (fooled IN (0, 1)),
      zero_gradient INTEGER NOT NULL CHECK (zero_gradient IN (0, 1)),
      probabilities_before TEXT NOT NULL, -- JSON
      probabilities_after TEXT NOT NULL, -- JSON
      metrics TEXT NOT NULL, -- JSON: PerturbationMetrics
      sha256 TEXT NOT NULL REFERENCES signals (sha256), -- the signal that was judged
      UNIQUE (run_id, record_id)
    ) STRICT;
    CREATE INDEX examples_by_signal ON examples (sha256);

    CREATE TABLE studies (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      protocol TEXT NOT NULL, -- JSON
      protocol_sha256 TEXT NOT NULL,
      created_at TEXT NOT NULL,
      locked_at TEXT
    ) STRICT;

    -- A pair: the original of an example's record and the example.
    CREATE TABLE trials (
      id TEXT PRIMARY KEY, -- random, says nothing
      study_id TEXT NOT NULL REFERENCES studies (id),
      position INTEGER NOT NULL, -- from 0, in the order of presentation
      task_id TEXT NOT NULL,
      question TEXT NOT NULL CHECK (question IN ('which-is-real', 'same-class')),
      arm TEXT NOT NULL,
      example_id INTEGER NOT NULL REFERENCES examples (id),
      real_side INTEGER NOT NULL CHECK (real_side IN (1, 2)), -- 1 upper, 2 lower
      upper_id TEXT NOT NULL,
      lower_id TEXT NOT NULL,
      UNIQUE (study_id, position)
    ) STRICT;

    CREATE TABLE sessions (
      id TEXT PRIMARY KEY,
      study_id TEXT NOT NULL REFERENCES studies (id),
      reader TEXT NOT NULL, -- as typed
      reader_key TEXT NOT NULL, -- as compared: see readerKey
      virtual INTEGER NOT NULL CHECK (virtual IN (0, 1)),
      started_at TEXT NOT NULL,
      UNIQUE (study_id, reader_key)
    ) STRICT;

    -- Every time that a trial was handed to a reader's window.
    CREATE TABLE presentations (
      id INTEGER PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (id),
      trial_id TEXT NOT NULL REFERENCES trials (id),
      shown_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX presentations_by_trial ON presentations (session_id, trial_id);

    -- Append-only and chained: each row carries the hash of the session's row before it.
    CREATE TABLE responses (
      id INTEGER PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (id),
      position INTEGER NOT NULL,
      trial_id TEXT NOT NULL REFERENCES trials (id),
      content TEXT NOT NULL, -- canonical JSON: ResponseContent
      previous_hash TEXT NOT NULL,
      hash TEXT NOT NULL,
      UNIQUE (session_id, trial_id),
      UNIQUE (session_id, position)
    ) STRICT;
    CREATE TRIGGER responses_never_change BEFORE UPDATE ON responses
      BEGIN SELECT raise(ABORT, 'responses are append-only'); END;
    CREATE TRIGGER responses_never_go BEFORE DELETE ON responses
      BEGIN SELECT raise(ABORT, 'responses are append-only'); END;
    CREATE TRIGGER locked_trials_never_change BEFORE UPDATE ON trials
      BEGIN SELECT raise(ABORT, 'the trials of a study are never changed'); END;
    CREATE TRIGGER locked_trials_never_go BEFORE DELETE ON trials
      WHEN (SELECT locked_at FROM studies WHERE id = OLD.study_id) IS NOT NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    CREATE TRIGGER locked_trials_never_grow BEFORE INSERT ON trials
      WHEN (SELECT locked_at FROM studies WHERE id = NEW.study_id) IS NOT NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;
    CREATE TRIGGER locked_studies_never_change BEFORE UPDATE ON studies WHEN OLD.locked_at IS NOT NULL
      BEGIN SELECT raise(ABORT, 'the study is locked'); END;

    CREATE TABLE audit (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      action TEXT NOT NULL,
      details TEXT NOT NULL -- JSON
    ) STRICT;
  `);
}
