import type { StudySummary } from '../../../src-shared/contract/studies.ts';
import type { ArmPower } from '../../statistics/summaries/power-of-arms.ts';

/** What a sheet is written from. */
export interface SheetStudy {
  study: Pick<
    StudySummary,
    'title' | 'protocol' | 'protocolSha256' | 'commitment' | 'lockedAt' | 'madeFrom' | 'trials'
  >;
  /** At SHEET_POWER_AT. */
  powers: readonly ArmPower[];
  version: string;
}

/** The true share of right answers at which power is told. */
export const SHEET_POWER_AT = 0.65;
