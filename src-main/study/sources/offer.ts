import type { Split } from '../../../src-shared/ecg.ts';
import type { Source } from '../../../src-shared/sources/index.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import type { RandomGenerator } from '../../numeric/random.ts';

/** A record that a pair can be of. */
export interface SourceRecord {
  /** Unique in its dataset. */
  name: string;
  /** Code of its class. */
  label: string;
  split: Split;
  durationMs: number;
  samplingHz: number;
}

/** A dataset and all its records. */
export interface SourceDataset<Record extends SourceRecord> {
  name: string;
  records: readonly Record[];
}

/** A made record, and the real ones that can stand beside it, the preferred first. */
export interface Offer<Record extends SourceRecord> {
  made: Record;
  reals: readonly Record[];
}

/** What the pairs of an arm are looked for in. */
export interface Supply<Record extends SourceRecord, Kind extends Source = Source> {
  /** Name of the arm, for people. */
  arm: string;
  source: Kind;
  stimuli: Protocol['stimuli'];
  /** Whether a recording is as good as the protocol asks. */
  isGood: (record: Record) => boolean;
  real: SourceDataset<Record>;
  made: SourceDataset<Record>;
  random: RandomGenerator;
}
