import { unitsToMicrovolts } from '../../src-shared/ecg.ts';
import { microvolts } from '../../src-shared/format/microvolts.ts';

/** A budget for people: '10.0 µV'; in ADC units where the gain is not known. */
export function budget(units: number, unitsPerMv: number | undefined): string {
  return unitsPerMv === undefined ? `${units} units` : `${microvolts(unitsToMicrovolts(units, unitsPerMv))} µV`;
}
