import type { GapPolicy } from '../../../src-shared/datasets/gap-policy.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ListedSignal, SignalSamples, Stretch } from '../formats/format.ts';
import { leadNameOf } from '../leads/choose-lead.ts';
import { closeGaps, cutTo } from './close-gaps.ts';
import { fitInto16Bits } from './fit-16-bits.ts';
import { checkSignalRange } from './signal-range.ts';

/** A lead that is stored beside the one that is read, sample for sample at the same time. */
export interface KeptLead {
  lead: string;
  samples: Int16Array;
  samplingHz: number;
  unitsPerMv: number;
}

/** The lead that is read. */
interface ChosenLead {
  signal: ListedSignal;
  lead: string;
  read: SignalSamples;
  /** Which of its samples the record has. */
  kept: Stretch;
}

/**
 * The other leads of a record, and why some are not kept. A signal is a lead if it is a voltage and its name means one; it
 * goes with the record if its samples lie at the same times as those of the lead that is read. What is wrong with one of them
 * does not lose the others.
 */
export function keepLeads(
  signals: readonly ListedSignal[],
  chosen: ChosenLead,
  gaps: GapPolicy,
): { leads: KeptLead[]; notKept: string[] } {
  const leads: KeptLead[] = [];
  const notKept: string[] = [];
  const taken = new Set([chosen.lead]);
  for (const signal of signals) {
    const lead = signal === chosen.signal || !signal.isVoltage ? undefined : leadNameOf(signal);
    if (lead === undefined) continue;
    if (taken.has(lead)) {
      notKept.push('another has its name');
      continue;
    }
    try {
      leads.push({ lead, ...sameTimes(signal.read(), chosen, gaps) });
      taken.add(lead);
    } catch (error) {
      notKept.push(AppError.from(error).message);
    }
  }
  return { leads, notKept };
}

function sameTimes(signal: SignalSamples, { read, kept }: ChosenLead, gaps: GapPolicy): Omit<KeptLead, 'lead'> {
  if (signal.samplingHz !== read.samplingHz) throw new AppError('damaged', 'its sampling rate is another');
  if (signal.samples.length !== read.samples.length) throw new AppError('damaged', 'its length is another');
  // The longest stretch is that of the lead that is read: another one would be of another time.
  const policy: GapPolicy = gaps.kind === 'longest' ? { kind: 'refuse' } : gaps;
  const part = cutTo(signal, kept);
  if (policy.kind === 'refuse' && part.missing.length > 0) throw new AppError('damaged', 'samples of it are missing');
  const whole = closeGaps(part, policy).samples;
  const { samples, unitsPerMv } = fitInto16Bits({ samples: whole, unitsPerMv: signal.unitsPerMv });
  checkSignalRange({ samplingHz: signal.samplingHz, unitsPerMv });
  return { samples, samplingHz: signal.samplingHz, unitsPerMv };
}
