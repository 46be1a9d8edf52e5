import type { IdentifyingKind } from '../record/identifying-kind.ts';

/** What either form of a Kardia recording holds. */
export interface KardiaRecording {
  samplingHz: number;
  /** Of one unit of the samples. */
  nanovolts: number;
  leads: { lead: string; samples: Int32Array }[];
  identifying: IdentifyingKind[];
  sourceFormat: string;
}
