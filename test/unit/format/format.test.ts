import { describe, expect, it } from 'vitest';
import { counted } from '../../../src-shared/format/counted.ts';
import { duration, timeLeft } from '../../../src-shared/format/duration.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { gigabytes } from '../../../src-shared/format/gigabytes.ts';
import { microvolts, roundMicrovolts } from '../../../src-shared/format/microvolts.ts';
import { moment, momentUtc } from '../../../src-shared/format/moment.ts';
import { count, decimal, signed, upTo } from '../../../src-shared/format/number.ts';
import { pStatement, pValue } from '../../../src-shared/format/p-value.ts';
import { interval, outOf, percent, percentInterval, proportion } from '../../../src-shared/format/share.ts';
import { shortHash } from '../../../src-shared/format/short-hash.ts';

describe('numbers for people', () => {
  it('sets thousands apart and has as many decimals as asked for, or at most as many', () => {
    expect([count(7), count(8528), count(1_234_567)]).toEqual(['7', '8,528', '1,234,567']);
    expect([decimal(1234.5, 2), decimal(0.5, 0), decimal(10, 1)]).toEqual(['1,234.50', '1', '10.0']);
    expect([upTo(2, 2), upTo(1.25, 2), upTo(1.2549, 2)]).toEqual(['2', '1.25', '1.25']);
  });

  it('rounds the number that there is, not its shortest decimal form', () => {
    // The double is 1.00499999999999989…
    expect(decimal(1.005, 2)).toBe('1.00');
  });

  it('has a minus sign for what is below zero, and a dash for no number', () => {
    expect([decimal(-0.25, 2), upTo(-0.25, 3)]).toEqual(['−0.25', '−0.25']);
    expect(decimal(-0.0004, 3)).toBe('0.000');
    expect([signed(0.0121, 3), signed(-0.0121, 3), signed(0, 3)]).toEqual(['+0.012', '−0.012', '+0.000']);
    expect([decimal(null, 1), decimal(undefined, 1), decimal(Number.NaN, 1)]).toEqual(['–', '–', '–']);
  });

  it('counts with the right noun', () => {
    expect(counted(1, 'record')).toBe('1 record');
    expect(counted(8528, 'record')).toBe('8,528 records');
    expect(counted(2, 'record was', 'records were')).toBe('2 records were');
  });

  it('gives microvolts one digit, or the digits that matter', () => {
    expect(microvolts(10)).toBe('10.0');
    expect([0.42, 4.2, 4, 42.4, 420].map(roundMicrovolts)).toEqual(['0.42', '4.2', '4', '42', '420']);
  });

  it('gives bytes in gigabytes', () => {
    expect([gigabytes(1.54e9), gigabytes(15.6e9, 0)]).toEqual(['1.5 GB', '16 GB']);
  });
});

describe('shares', () => {
  it('have three digits as proportions, and are never rounded to certainty', () => {
    expect(proportion(0.6)).toBe('0.600');
    expect(proportion(0.99996)).toBe('>0.999');
    expect(proportion(0.0001)).toBe('<0.001');
    expect([proportion(0), proportion(1)]).toEqual(['0.000', '1.000']);
    expect([proportion(null), proportion(undefined), proportion(Number.NaN)]).toEqual(['–', '–', '–']);
  });

  it('have one digit as percentages', () => {
    expect([percent(0.589), percent(0.589, 0), percent(1), percent(null)]).toEqual(['58.9 %', '59 %', '100.0 %', '–']);
    expect([outOf(31, 40), outOf(0, 0), outOf(1200, 2000)]).toEqual([
      '31 of 40 (77.5 %)',
      '0 of 0 (0.0 %)',
      '1,200 of 2,000 (60.0 %)',
    ]);
  });

  it('have intervals with both ends, or none', () => {
    expect(interval([0.51345, 0.7])).toBe('0.513 to 0.700');
    expect(percentInterval([0.554, 0.6241])).toBe('55.4 % to 62.4 %');
    expect([interval([null, 0.7]), interval(null), percentInterval(undefined)]).toEqual(['–', '–', '–']);
  });
});

describe('p values', () => {
  it('are bounded where they are small instead of shown as zero', () => {
    expect([pValue(2e-22), pValue(0.0886), pValue(null)]).toEqual(['<0.001', '0.089', '–']);
    expect([pStatement(2e-22), pStatement(0.0886)]).toEqual(['p < 0.001', 'p = 0.089']);
  });
});

describe('times', () => {
  it('are durations in the units that one would use', () => {
    expect([0.414, 4, 48.2, 60, 185, 3600, 7800, 300_000].map(duration)).toEqual([
      '0.41 s',
      '4.0 s',
      '48 s',
      '1 min',
      '3 min 5 s',
      '1 h',
      '2 h 10 min',
      '3 days',
    ]);
  });

  it('are left in no finer steps than they are known', () => {
    expect([2, 31, 54.9, 58, 2710, 9000, 300_000].map(timeLeft)).toEqual([
      'a few seconds left',
      'about 35 s left',
      'about 55 s left',
      'about 1 min left',
      'about 45 min left',
      'about 2.5 h left',
      'about 3 days left',
    ]);
  });

  it('are moments here, and in UTC for documents', () => {
    expect(moment('2026-11-22T13:52:00')).toBe('22 Nov 2026, 13:52');
    expect(momentUtc('2026-11-22T17:15:59Z')).toBe('22 November 2026, 17:15 UTC');
    expect([moment('not yet'), momentUtc('not yet')]).toEqual(['not yet', '–']);
  });
});

describe('names', () => {
  it('shortens hashes and leaves short names alone', () => {
    expect(shortHash('a3f5c0de1122334455')).toBe('a3f5c0de11…');
    expect(shortHash('compact')).toBe('compact');
  });

  it('makes stems of files out of titles', () => {
    expect(fileStem('SAP, ε 10 µV', 'figure')).toBe('sap-10-v');
    expect(fileStem('“Which one?”', 'study')).toBe('which-one');
    expect(fileStem('心电图', 'study')).toBe('study');
  });
});
