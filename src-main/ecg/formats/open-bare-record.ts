import type { SaidOfSignals } from '../../../src-shared/datasets/said-of-signals.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { digitise } from './digitise.ts';
import type { OpenedRecord, SignalSamples } from './format.ts';
import type { BareRecord, BareSignal } from './said/bare-record.ts';
import { settle, type Settled, unitsPerMv } from './said/settle.ts';

/** Below it, whole numbers of a unit are too coarse to keep as they are, as those of volts. */
const LEAST_UNITS_PER_MV = 10;

/**
 * A record whose rate and units are settled between file and person. Throws AppError('damaged') with the flags that are missing
 * where they are for every signal.
 */
export function openBareRecord(record: BareRecord, said: SaidOfSignals, fileName: string): OpenedRecord {
  const { rateHz, signals, sourceFormat, identifying } = record;
  const all = signals.map((signal) => ({ signal, ...tried(signal, rateHz, said, fileName) }));
  const first = all.find(({ problem }) => problem !== undefined);
  if (first?.problem !== undefined && all.every(({ isVoltage }) => !isVoltage)) {
    throw new AppError('damaged', first.problem);
  }
  return {
    signals: all.map(({ signal: { name, unit, values }, isVoltage, problem }) => ({
      name,
      isVoltage,
      problem,
      read: () => samplesOf(values, settle({ rateHz, unit }, said, fileName)),
    })),
    sourceFormat,
    identifying,
    remarks: [],
  };
}

function tried({ unit }: BareSignal, rateHz: number | undefined, said: SaidOfSignals, fileName: string) {
  if (unit !== undefined && unitsPerMv(unit) === undefined) return { isVoltage: false, problem: undefined };
  try {
    settle({ rateHz, unit }, said, fileName);
    return { isVoltage: true, problem: undefined };
  } catch (error) {
    return { isVoltage: false, problem: AppError.from(error).message };
  }
}

/** Whole numbers of a fine unit stay as they are. */
function samplesOf(values: ArrayLike<number>, { samplingHz, perMv }: Settled): SignalSamples {
  const millivolts = new Float64Array(values.length);
  for (let i = 0; i < millivolts.length; i++) millivolts[i] = (values[i] as number) / perMv;
  const keeps = perMv >= LEAST_UNITS_PER_MV && areWhole(values);
  return { ...digitise(millivolts, keeps ? perMv : undefined), samplingHz };
}

function areWhole(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value) && !Number.isInteger(value)) return false;
  }
  return true;
}
