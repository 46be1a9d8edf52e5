import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import type { XmlElement } from '../../xml/element.ts';
import { allNamed, attributeOf, childAt, childrenNamed, textAt } from '../../xml/element.ts';
import type { ListedSignal, SignalSamples } from '../record/opened-record.ts';
import { signalName } from '../record/signal-name.ts';
import { centredOnZero } from '../record/physical-zero.ts';
import { perMillivolt } from '../units/voltage.ts';
import { wholeNumbers } from './digits.ts';

/** In seconds. */
const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['ms', 1e-3],
  ['us', 1e-6],
]);

/**
 * The signals of one sequence set: its sequences but that of the times, which gives all of them their rate.
 * `rename(code)` is what a lead is called.
 */
export function signalsOfSet(
  set: XmlElement,
  rename: (code: string | undefined) => string | undefined,
  fileName: string,
): ListedSignal[] {
  const sequences = childrenNamed(set, 'component').flatMap((component) => childrenNamed(component, 'sequence'));
  const times = sequences.filter(isTime);
  return sequences
    .filter((sequence) => !isTime(sequence) && childAt(sequence, 'value', 'digits') !== undefined)
    .map((sequence) => {
      const code = attributeOf(childAt(sequence, 'code'), 'code');
      const name = rename(signalName(code));
      const where = `${fileName}, ${excerpt(code ?? 'a sequence without a code')}`;
      return {
        name,
        isVoltage: perMillivolt(attributeOf(childAt(sequence, 'value', 'scale'), 'unit') ?? '') !== undefined,
        read: () => readSequence(sequence, rateOf(times, where), where),
      };
    });
}

function isTime(sequence: XmlElement): boolean {
  return attributeOf(childAt(sequence, 'code'), 'code')?.startsWith('TIME_') === true;
}

/** Samples per second: one over the increment of the times (GLIST_TS or GLIST_PQ). */
function rateOf(times: readonly XmlElement[], where: string): number {
  const increment = times.flatMap((time) => allNamed(time, 'increment'))[0];
  const value = attributeOf(increment, 'value') ?? '';
  const unit = attributeOf(increment, 'unit') ?? 's';
  const seconds = Number(value) * (TIME_UNITS.get(unit) ?? Number.NaN);
  if (value === '' || !(seconds > 0 && Number.isFinite(1 / seconds))) {
    const text = `${where}: its times have the increment "${excerpt(`${value} ${unit}`)}", which gives no sampling rate.`;
    throw new AppError('damaged', text);
  }
  const hz = 1 / seconds;
  const whole = Math.round(hz);
  return Math.abs(hz - whole) < 1e-9 * hz ? whole : hz;
}

/** SLIST_PQ (origin and scale with units) or SLIST_INT (plain numbers): physical value = origin + scale × digit. */
function readSequence(sequence: XmlElement, samplingHz: number, where: string): SignalSamples {
  const value = childAt(sequence, 'value');
  const scale = quantity(childAt(value, 'scale'), 'scale', where, 1);
  const origin = quantity(childAt(value, 'origin'), 'origin', where, 0);
  if (scale === 0) throw new AppError('damaged', `${where}: its scale is 0.`);
  const numbers = wholeNumbers(textAt(value, 'digits') ?? '', where);
  return {
    ...centredOnZero(numbers, { unitsPerMv: 1 / scale, zero: -origin / scale, missing: [] }, where),
    samplingHz,
  };
}

/** In mV, or as it is where its unit is no voltage. */
function quantity(element: XmlElement | undefined, what: string, where: string, otherwise: number): number {
  if (element === undefined) return otherwise;
  const text = attributeOf(element, 'value') ?? '';
  const unit = attributeOf(element, 'unit') ?? '';
  if (text === '' || !Number.isFinite(Number(text))) {
    throw new AppError('damaged', `${where}: its ${what} "${excerpt(text)}" is not a number.`);
  }
  return Number(text) / (perMillivolt(unit) ?? 1);
}
