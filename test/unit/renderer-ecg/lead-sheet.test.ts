import { describe, expect, it } from 'vitest';
import { sheetRows, type SheetLead } from '../../../src-renderer/ecg/lead-sheet.ts';
import { leadsInWords } from '../../../src-shared/datasets/leads.ts';

const TWELVE_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/** Ten seconds at 100 Hz: lead k is k mV above a median of 5 mV for its last sample, and has k units per µV. */
const lead = (name: string, k: number): SheetLead => {
  const unitsPerMv = 1000 * (k + 1);
  const samples = Array<number>(1000).fill(5 * unitsPerMv);
  samples[999] = (5 + k) * unitsPerMv;
  return { lead: name, samplingHz: 100, unitsPerMv, samples };
};

describe('a sheet', () => {
  it('of twelve leads is three by four, each lead its quarter of the time, and a strip of the lead that is read', () => {
    const rows = sheetRows(TWELVE_LEADS.map(lead), 'V2');
    expect(rows.map(({ names }) => names.map(({ text }) => text))).toEqual([
      ['I', 'aVR', 'V1', 'V4'],
      ['II', 'aVL', 'V2 (read)', 'V5'],
      ['III', 'aVF', 'V3', 'V6'],
      ['V2 (read)'],
    ]);
    expect(rows[0]?.names.map(({ fromS }) => fromS)).toEqual([0, 2.5, 5, 7.5]);
    expect(rows.map(({ samples }) => samples.length)).toEqual([1000, 1000, 1000, 1000]);
    // Only the last quarter has the last sample: 9, 10 and 11 mV of V4, V5 and V6, whatever their gains.
    expect(rows.slice(0, 3).map(({ samples }) => samples.filter((one) => one !== 0))).toEqual([
      [9000],
      [10_000],
      [11_000],
    ]);
    expect(rows[3]?.rangeMv).toEqual([0, 7]);
  });

  it('of other leads has a line for each', () => {
    const rows = sheetRows([lead('I', 0), lead('II', 1), lead('X', 2)], 'II');
    expect(rows.map(({ names }) => names[0]?.text)).toEqual(['I', 'II (read)', 'X']);
    expect(rows.map(({ rangeMv }) => rangeMv[1])).toEqual([0, 1, 2]);
  });
});

it('leads in words come in their usual order, the chest leads as a range where all are there', () => {
  expect(leadsInWords(['II', 'V6', 'V1', 'V2', 'V3', 'V4', 'V5', 'I', 'X'])).toBe('I, II, V1–V6, X');
  expect(leadsInWords(['V1', 'MLII', 'I'])).toBe('I, V1, MLII');
});
