import type { IdentifyingKind } from './identifying-kind.ts';
import { counted } from '../../../../src-shared/format/counted.ts';

/** A record whose signals can be read one by one. */
export interface OpenedRecord {
  /** All that the file describes, in its order; at least one. */
  signals: readonly ListedSignal[];
  /** How the samples are stored, for example `WFDB format 16, MATLAB v4`. */
  sourceFormat: string;
  /** What in the file tells who the patient is: the kinds, never the values. */
  identifying: readonly IdentifyingKind[];
  /** What a person should know even though the record was read. */
  remarks: readonly Remark[];
}

export interface ListedSignal {
  /** The lead as the file names it; undefined if it does not. */
  name: string | undefined;
  /** Whether its unit is a voltage; false where that is not known. */
  isVoltage: boolean;
  /** Why it cannot be read, if what the file says about it tells that already. */
  problem?: string | undefined;
  /** Throws AppError('damaged') with a reason: a signal that cannot be read does not lose the others. */
  read(): SignalSamples;
}

export interface SignalSamples {
  /** ADC units, physical zero at 0. What does not fit into 16 bits is scaled by the importer, not by the format. */
  samples: Int16Array | Int32Array;
  samplingHz: number;
  unitsPerMv: number;
  /** Where no sample was stored, in order and apart from each other; `samples` is 0 there. */
  missing: readonly Stretch[];
  remarks?: readonly Remark[];
}

/** Samples from `from` to before `to`. */
export interface Stretch {
  from: number;
  to: number;
}

/** A sentence about all records of an import that have the same remark (the same function). */
export type Remark = (records: number) => string;

/** `1 record has`, `2 records have`. */
export function countedRecords(count: number, one: string, many: string): string {
  return counted(count, `record ${one}`, `records ${many}`);
}
