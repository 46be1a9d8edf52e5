import { describe, expect, it } from 'vitest';
import { summariseAttack, type JudgedRecord } from '../../../src-main/statistics/summaries/summarise-attack.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

/** A record by the label, the model's class before and its class after an attack that leads to `target`. */
function judged(label: ClassIndex, before: ClassIndex, after: ClassIndex, target: ClassIndex | null): JudgedRecord {
  return {
    originallyCorrect: before === label,
    originalClass: before,
    fooled: after !== before && (target === null || after === target),
    zeroGradient: false,
    noiseFooled: false,
    queries: null,
    starts: null,
    perturbsPadding: false,
    stillCorrect: after === label,
  };
}

describe('the numbers of an attack run', () => {
  it('leave records of the target’s own class out of the rate, and out of nothing else', () => {
    const records = [
      judged(0, 0, 1, 1), // led to AF
      judged(0, 0, 2, 1), // led elsewhere: not what was aimed for
      judged(2, 2, 2, 1), // held
      judged(2, 0, 1, 1), // was wrong before
      judged(1, 1, 1, 1), // was AF, rightly
      judged(0, 1, 1, 1), // was AF, wrongly
    ];
    expect(summariseAttack(records, { seconds: 12, options: { target: 1 } })).toMatchObject({
      records: 6,
      originallyCorrect: 4,
      attackable: 3,
      fooled: 1,
      asr: 1 / 3,
      accuracyUnderAttack: 2 / 6,
      secondsPerRecord: 2,
    });
  });

  it('count every correct record of an untargeted run', () => {
    const records = [judged(0, 0, 1, null), judged(1, 1, 0, null), judged(2, 2, 2, null), judged(3, 0, 3, null)];
    expect(summariseAttack(records, { seconds: 4, options: { target: null } })).toMatchObject({
      originallyCorrect: 3,
      attackable: 3,
      fooled: 2,
      asr: 2 / 3,
      accuracyUnderAttack: 2 / 4,
    });
  });

  it('count every correct record of the paper’s protocol: AF led to Normal, the others away', () => {
    const records = [judged(1, 1, 0, 0), judged(1, 1, 2, 0), judged(0, 0, 3, null), judged(0, 0, 0, null)];
    expect(summariseAttack(records, { seconds: 4, options: { target: 'han2020' } })).toMatchObject({
      attackable: 4,
      fooled: 2,
      asr: 0.5,
    });
  });

  it('say how many starts a record took on average, where there were restarts', () => {
    const records = [1, 5].map((starts) => ({ ...judged(0, 0, 1, null), starts }));
    expect(summariseAttack(records, { seconds: 1, options: { target: null } }).startsPerRecord).toBe(3);
    expect(
      summariseAttack([judged(0, 0, 1, null)], { seconds: 1, options: { target: null } }).startsPerRecord,
    ).toBeNull();
  });

  it('tell of an attack that is several what each did to the records that could be fooled', () => {
    const parts = (...reached: boolean[]) =>
      reached.map((each, i) => ({ attack: ['apgd-ce', 'square'][i]!, reached: each, advantage: 0 }));
    const records = [
      { ...judged(0, 0, 1, null), parts: parts(true) },
      { ...judged(0, 0, 2, null), parts: parts(false, true) },
      { ...judged(0, 0, 0, null), parts: parts(false, false) },
      { ...judged(0, 1, 1, null), parts: parts(true) },
    ];
    expect(summariseAttack(records, { seconds: 1, options: { target: null } }).parts).toEqual([
      { attack: 'apgd-ce', tried: 3, fooled: 1 },
      { attack: 'square', tried: 2, fooled: 1 },
    ]);
  });

  it('give no rate where no record could be fooled', () => {
    expect(
      summariseAttack([judged(1, 1, 1, 1), judged(0, 2, 1, 1)], { seconds: 1, options: { target: 1 } }),
    ).toMatchObject({
      originallyCorrect: 1,
      attackable: 0,
      fooled: 0,
      asr: null,
      asrInterval: null,
    });
  });
});
