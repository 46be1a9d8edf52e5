import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import type { SaidOfSignals } from '../../../../src-shared/datasets/said-of-signals.ts';
import { perMillivolt } from '../units/voltage.ts';

/** What a file says of all its signals. */
export interface StatedOfSignals {
  rateHz?: number | undefined;
  /** As the file writes it. */
  unit?: string | undefined;
}

export interface Settled {
  samplingHz: number;
  /** How many of the file's units make one millivolt. */
  perMv: number;
}

/** A person gives the rate in whole numbers where a clock of the device has decimals. */
const SAME_RATE = 0.005;

/**
 * Rate and unit, from what the file says and what the person says. Throws AppError('damaged') with the flags that are missing, or
 * where they contradict each other.
 */
export function settle(stated: StatedOfSignals, said: SaidOfSignals, fileName: string): Settled {
  const saidPerMv = said.unit === undefined ? undefined : unitsPerMv(said.unit);
  const statedPerMv = stated.unit === undefined ? undefined : unitsPerMv(stated.unit);
  if (said.unit !== undefined && saidPerMv === undefined) {
    throw new AppError(
      'damaged',
      `--unit "${excerpt(said.unit)}" is no voltage: give mV, µV, V or units per mV as 200/mV`,
    );
  }
  const { rateHz } = stated;
  if (rateHz !== undefined && said.rateHz !== undefined && Math.abs(rateHz / said.rateHz - 1) > SAME_RATE) {
    throw contradiction(fileName, `${rateHz} Hz`, `--rate ${said.rateHz}`);
  }
  if (statedPerMv !== undefined && saidPerMv !== undefined && Math.abs(statedPerMv / saidPerMv - 1) > 1e-9) {
    throw contradiction(fileName, stated.unit ?? '', `--unit ${said.unit}`);
  }
  const samplingHz = rateHz ?? said.rateHz;
  const perMv = statedPerMv ?? saidPerMv;
  if (samplingHz !== undefined && perMv !== undefined) return { samplingHz, perMv };
  const missing = [
    ...(samplingHz === undefined ? ['its sampling rate: --rate <Hz>'] : []),
    ...(perMv === undefined ? ['its unit: --unit <mV, µV, V, or units per mV as 200/mV>'] : []),
  ];
  throw new AppError('damaged', `${fileName} does not say ${missing.join(', nor ')}`);
}

/** `µV` → 1000, `200/mV` → 200; undefined for what is no voltage. */
export function unitsPerMv(unit: string): number | undefined {
  const parts = /^([\d.]+)\s*(?:\/|per)\s*(.+)$/i.exec(unit.trim());
  const perMv = perMillivolt(parts?.[2] ?? unit);
  const count = Number(parts?.[1] ?? 1);
  return perMv === undefined || !(count > 0) ? undefined : count * perMv;
}

function contradiction(fileName: string, own: string, flag: string): AppError {
  return new AppError('damaged', `${fileName} says ${excerpt(own)} itself, which contradicts ${flag}`);
}
