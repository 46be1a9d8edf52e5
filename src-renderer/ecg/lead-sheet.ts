import { hasTwelveLeads } from '../../src-shared/datasets/leads.ts';

/** A lead of a record; the samples of all leads of one lie at the same times. */
export interface SheetLead {
  lead: string;
  samplingHz: number;
  unitsPerMv: number;
  /** ADC units. */
  samples: readonly number[];
}

/** A line of an ECG sheet: one lead, or several of which each fills its share of the time. */
export interface SheetRow {
  /** µV, each lead around its own median; at the rate of the leads. */
  samples: number[];
  /** What is written above the tracing, and from which second on it is that lead. */
  names: { text: string; fromS: number }[];
  /** Least and largest value, mV. */
  rangeMv: [least: number, most: number];
}

/** As ECGs of 12 leads are printed: one after the other in time, four to a line. */
const PRINTED = [
  ['I', 'aVR', 'V1', 'V4'],
  ['II', 'aVL', 'V2', 'V5'],
  ['III', 'aVF', 'V3', 'V6'],
] as const;
const COLUMNS = PRINTED[0].length;

/**
 * The lines of a sheet: with the twelve standard leads three by four and a rhythm strip of the lead that is read; else a
 * line for each lead.
 */
export function sheetRows(leads: readonly SheetLead[], read: string): SheetRow[] {
  const byName = new Map(leads.map((one) => [one.lead, one]));
  if (!hasTwelveLeads([...byName.keys()])) return leads.map((one) => row([one], read));
  const strip = byName.get(read) ?? byName.get('II');
  const printed = PRINTED.map((names) => names.flatMap((name) => byName.get(name) ?? []));
  return [...printed, ...(strip === undefined ? [] : [[strip]])].map((line) => row(line, read));
}

function row(leads: readonly SheetLead[], read: string): SheetRow {
  const length = Math.max(0, ...leads.map(({ samples }) => samples.length));
  const parts = leads.map(({ lead, samplingHz, unitsPerMv, samples }, column) => {
    const from = leads.length === 1 ? 0 : Math.round((length * column) / COLUMNS);
    const to = leads.length === 1 ? length : Math.round((length * (column + 1)) / COLUMNS);
    const middle = median(samples);
    return {
      name: { text: lead === read ? `${lead} (read)` : lead, fromS: from / samplingHz },
      samples: samples.slice(from, to).map((sample) => (1000 * (sample - middle)) / unitsPerMv),
    };
  });
  const samples = parts.flatMap((part) => part.samples);
  const [least, most] = samples.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [0, 0]);
  return { samples, names: parts.map(({ name }) => name), rangeMv: [least / 1000, most / 1000] };
}

function median(samples: readonly number[]): number {
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
