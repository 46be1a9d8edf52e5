import { describe, expect, it } from 'vitest';
import {
  count,
  counted,
  duration,
  interval,
  microvolts,
  pValue,
  proportion,
  shortHash,
  timeLeft,
} from '../../../src-renderer/format/numbers.ts';

describe('numbers for people', () => {
  it('gives proportions three digits and never rounds one to certainty', () => {
    expect(proportion(0.6)).toBe('0.600');
    expect(proportion(0.99996)).toBe('>0.999');
    expect(proportion(0.0001)).toBe('<0.001');
    expect([proportion(0), proportion(1)]).toEqual(['0.000', '1.000']);
    expect([proportion(null), proportion(undefined), proportion(Number.NaN)]).toEqual(['–', '–', '–']);
  });

  it('gives intervals both ends, or says that there is none', () => {
    expect(interval(0.51345, 0.7)).toBe('0.513 to 0.700');
    expect(interval(null, 0.7)).toBe('–');
  });

  it('bounds small p values instead of showing zero', () => {
    expect(pValue(2e-22)).toBe('<0.001');
    expect(pValue(0.0886)).toBe('0.089');
  });

  it('counts with separators and the right noun', () => {
    expect(count(8528)).toBe('8,528');
    expect(counted(1, 'record')).toBe('1 record');
    expect(counted(8528, 'record')).toBe('8,528 records');
    expect(counted(2, 'record was', 'records were')).toBe('2 records were');
  });

  it('gives microvolts one digit', () => {
    expect(microvolts(10)).toBe('10.0');
  });

  it('says durations in the units that one would use', () => {
    expect([0.414, 4, 48.2, 60, 185, 3600, 7800].map(duration)).toEqual([
      '0.41 s',
      '4.0 s',
      '48 s',
      '1 min',
      '3 min 5 s',
      '1 h',
      '2 h 10 min',
    ]);
  });

  it('estimates the time left no more exactly than it is known', () => {
    expect([2, 31, 54.9, 58, 2710, 9000].map(timeLeft)).toEqual([
      'a few seconds left',
      'about 35 s left',
      'about 55 s left',
      'about 1 min left',
      'about 45 min left',
      'about 2.5 h left',
    ]);
  });

  it('shortens hashes and leaves short names alone', () => {
    expect(shortHash('a3f5c0de1122334455')).toBe('a3f5c0de11…');
    expect(shortHash('compact')).toBe('compact');
  });
});
