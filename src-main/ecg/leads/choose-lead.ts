import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import type { ListedSignal } from '../formats/format.ts';
import { LEAD_ORDER, leadOf } from './lead-name.ts';

const MOST_NAMED = 16;

/** Names of signals that recorders store beside an ECG, or instead of one. */
const NO_ECG =
  /\b(?:eeg|emg|eog|ecog|egm|gsr|eda|resp\w*|pleth\w*|ppg|spo2|abp|art|ibp|bp|cvp|pap|icp|co2|flow|temp\w*|accel\w*|acc|trigger|marker|events?|annotations?|status)\b|^f?[fptco][pz\d]+[- ]/i;

/**
 * The signal that is read of a record, and the lead that it is (its own name, where that means none): the one that was asked for, by its own name or by a lead's
 * (`II` for `Lead II`); else the only one that is a voltage, unless its name says that it is no ECG; else that whose lead
 * comes first in LEAD_ORDER. Throws AppError('damaged') with the names of all signals where that does not settle it.
 */
export function chooseLead(signals: readonly ListedSignal[], asked?: string): { signal: ListedSignal; lead: string } {
  const found = asked === undefined ? byOrder(signals) : byName(signals, asked);
  return { signal: found, lead: leadNameOf(found) ?? found.name ?? 'ECG' };
}

/** Which of several signals is the ECG where their names leave it open, supposed: the first that is called nothing else. */
export function supposedLead(signals: readonly ListedSignal[]): string | undefined {
  return signals.find(({ isVoltage, name }) => isVoltage && name !== undefined && !NO_ECG.test(name))?.name;
}

/** The lead that a signal is, as records name it; undefined where its name means none. */
export function leadNameOf({ name }: Pick<ListedSignal, 'name'>): string | undefined {
  const lead = name === undefined ? undefined : leadOf(name);
  // `ECG` is what every signal may be called that is one: such a name says more than its meaning.
  return lead === 'ECG' ? name : lead;
}

function byName(signals: readonly ListedSignal[], asked: string): ListedSignal {
  const exact = signals.filter(({ name }) => name?.toLowerCase() === asked.toLowerCase());
  const lead = leadOf(asked);
  const found = exact.length > 0 || lead === undefined ? exact : signals.filter((one) => meaning(one) === lead);
  const [only, second] = found;
  if (only === undefined) throw new AppError('damaged', `it has no lead ${excerpt(asked)}; ${named(signals)}`);
  if (second !== undefined) {
    throw new AppError('damaged', `several of its signals are called ${excerpt(asked)}; ${named(signals)}`);
  }
  if (only.problem !== undefined) throw new AppError('damaged', only.problem);
  if (!only.isVoltage) throw new AppError('damaged', `its signal ${excerpt(asked)} is not in units of a voltage`);
  return only;
}

function byOrder(signals: readonly ListedSignal[]): ListedSignal {
  const voltages = signals.filter(({ isVoltage }) => isVoltage);
  const [only, second] = voltages;
  if (only === undefined) {
    const problem = signals.find((one) => one.problem !== undefined)?.problem;
    throw new AppError('damaged', problem ?? `none of its signals is a voltage; ${named(signals)}`);
  }
  const cure = `${named(signals)}; give the name of the one that is the ECG (--lead)`;
  if (second === undefined) {
    if (only.name !== undefined && leadOf(only.name) === undefined && NO_ECG.test(only.name)) {
      throw new AppError('damaged', `its only voltage is called "${excerpt(only.name)}", which is no lead; ${cure}`);
    }
    return only;
  }
  const known = voltages.filter((one) => meaning(one) !== undefined);
  const best = LEAD_ORDER.find((lead) => known.some((one) => meaning(one) === lead));
  const [chosen, rival] = known.filter((one) => meaning(one) === best);
  if (chosen === undefined) throw new AppError('damaged', `none of its signals is named like a lead; ${cure}`);
  if (rival !== undefined) throw new AppError('damaged', `several of its signals may be the ECG; ${cure}`);
  return chosen;
}

function meaning({ name }: ListedSignal): ReturnType<typeof leadOf> {
  return name === undefined ? undefined : leadOf(name);
}

function named(signals: readonly ListedSignal[]): string {
  const names = signals.slice(0, MOST_NAMED).map(({ name }) => (name === undefined ? 'without a name' : excerpt(name)));
  return `its signals are ${names.join(', ')}${signals.length > MOST_NAMED ? ' …' : ''}`;
}
