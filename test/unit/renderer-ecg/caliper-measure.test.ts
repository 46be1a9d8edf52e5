import { describe, expect, it } from 'vitest';
import {
  marchSamples,
  measureText,
  snapToHeight,
  snapToWave,
} from '../../../src-renderer/views/read/paper/caliper-measure.ts';

const STEPS = { samplingHz: 300, stepsPerMv: 50 };
const beats = Float64Array.from({ length: 3000 }, (_, at) => 55 * Math.exp(-((((at % 250) - 120) / 3) ** 2)));

describe('calipers', () => {
  it('measure an interval in ms and beats a minute, whichever leg comes first', () => {
    expect(measureText({ kind: 'interval', from: 120, to: 370 }, STEPS)).toBe('833 ms, 72 bpm');
    expect(measureText({ kind: 'interval', from: 370, to: 120 }, STEPS)).toBe('833 ms, 72 bpm');
    expect(measureText({ kind: 'interval', from: 7, to: 7 }, STEPS)).toBe('0 ms');
  });

  it('measure an amplitude in mV', () => {
    expect(measureText({ kind: 'amplitude', from: 3, to: 55 }, STEPS)).toBe('1.04 mV');
  });

  it('march out in both directions, within what is seen', () => {
    const legs = marchSamples({ kind: 'interval', from: 620, to: 870 }, 100, 1500);
    expect(legs).toEqual([120, 370, 1120, 1370]);
    expect(marchSamples({ kind: 'interval', from: 5, to: 5 }, 0, 100)).toEqual([]);
  });

  it('snap a leg to the peak at hand, and to no beat beside it', () => {
    expect(snapToWave(100, beats, 0, STEPS)).toBe(120);
    expect(snapToWave(145, beats, 0, STEPS)).toBe(120);
    expect(snapToWave(0, beats, 0, STEPS)).toBeLessThan(31);
  });

  it('snap a height to the nearest peak or trough that is seen', () => {
    const wave = Float64Array.from({ length: 600 }, (_, at) => (at < 300 ? 40 : 20) * Math.sin(at / 20));
    expect(snapToHeight(33, wave, 0, 300)).toBe(40);
    expect(snapToHeight(33, wave, 300, 600)).toBe(20);
    expect(snapToHeight(-50, wave, 0, 300)).toBe(-40);
  });
});
