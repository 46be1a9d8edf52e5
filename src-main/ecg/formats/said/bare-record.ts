import type { IdentifyingKind } from '../record/identifying-kind.ts';

/** A record of a file without a place for rate and unit, as far as the file says what it holds. */
export interface BareRecord {
  /** At least one. */
  signals: readonly BareSignal[];
  /** In Hz; undefined where the file does not say it. */
  rateHz: number | undefined;
  sourceFormat: string;
  /** What in the file tells who the patient is, as kinds. */
  identifying: readonly IdentifyingKind[];
}

export interface BareSignal {
  name: string | undefined;
  /** As the file says it; undefined where it does not. */
  unit: string | undefined;
  /** In that unit; NaN where one is missing. */
  values: ArrayLike<number>;
}
