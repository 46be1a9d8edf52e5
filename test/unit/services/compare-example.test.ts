import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import { recordIdSchema } from '../../../src-shared/record-id.ts';
import { describe, expect, it } from 'vitest';
import type { StoredExample } from '../../../src-main/db/attacks/examples.ts';
import type { StoredRecord } from '../../../src-main/db/datasets/records.ts';
import { recordHash } from '../../../src-main/ecg/dataset/record-hash.ts';
import { compareExample, type ExampleAgain } from '../../../src-main/services/attacks/compare-example.ts';

const form = { samplingHz: 300, unitsPerMv: 1000 };
const original = Int16Array.of(0, 10, -20, 30);
const attacked = Int16Array.of(5, 10, -25, 30);
const metrics = {
  linfUv: 5,
  rmsUv: 3.5,
  snrDb: 12.25,
  prdnPercent: 20,
  totalVariationUv: 15,
  varianceOfDifferencesUv2: 4,
  energyAbove15Hz: 0.5,
  energyAbove40Hz: null,
  paperMm: 0.05,
};
const judged = {
  originalClass: 0 as const,
  adversarialClass: 1 as const,
  probabilitiesBefore: [0.7, 0.1, 0.1, 0.1],
  probabilitiesAfter: [0.1, 0.7, 0.1, 0.1],
  originallyCorrect: true,
  fooled: true,
  zeroGradient: false,
  noiseFooled: false,
  queries: null,
  starts: 3,
  keptStart: 2,
  metrics,
};
const record: StoredRecord = {
  ...form,
  id: recordIdSchema.parse(7),
  name: 'A00007',
  label: 0,
  split: 'test',
  lead: 'I',
  samples: original,
  sha256: recordHash({ ...form, samples: original }),
};
const stored: StoredExample = {
  ...judged,
  label: 0,
  id: 1,
  runId: 'run',
  recordId: recordIdSchema.parse(7),
  record: 'A00007',
  samples: attacked,
  sha256: recordHash({ ...form, samples: attacked }),
};
const again: ExampleAgain = {
  ...judged,
  id: recordIdSchema.parse(7),
  label: 0,
  samples: attacked,
  stillCorrect: false,
  perturbsPadding: false,
  parts: null,
};

const oneUnitOff = Int16Array.of(5, 10, -24, 30);

describe('a stored example beside the recreated one', () => {
  it('differs in nothing', () => {
    expect(compareExample(stored, record, again, CINC_2017_CLASSES)).toEqual([]);
  });

  it.each<[string, Partial<StoredExample>, RegExp]>([
    ['stored-signal', { sha256: 'f'.repeat(64) }, /not match its SHA-256: it was changed after the attack/],
    [
      'signal',
      { samples: oneUnitOff, sha256: recordHash({ ...form, samples: oneUnitOff }) },
      /^1 of 4 samples differ from the recreated ones, by up to 1 ADC units\.$/,
    ],
    ['classes', { adversarialClass: 2 }, /^Stored as Normal → Other, recreated as Normal → AF\.$/],
    ['probabilities', { probabilitiesAfter: [0.1, 0.699, 0.101, 0.1] }, /after the attack differ by up to 0\.001/],
    ['probabilities', { probabilitiesBefore: [0.7, 0.3] }, /before the attack differ by up to Infinity/],
    ['outcome', { fooled: false }, /^fooled is stored as false, recreated as true\.$/],
    ['outcome', { originallyCorrect: false }, /^originallyCorrect/],
    ['metrics', { metrics: { ...metrics, snrDb: 13 } }, /^snrDb is stored as 13, recreated as 12\.25\.$/],
    ['queries', { queries: 3 }, /^Queries are stored as 3, recreated as null\.$/],
    ['starts', { keptStart: 3 }, /^Start 3 of 3 is stored, but recreating it kept start 2 of 3\.$/],
    ['noise-control', { noiseFooled: true }, /^The noise control is stored as true, recreated as false\.$/],
  ])('differs in its %s', (part, change, message) => {
    const found = compareExample({ ...stored, ...change }, record, again, CINC_2017_CLASSES);
    expect(found.map((one) => one.part)).toEqual([part]);
    expect(found[0]?.message).toMatch(message);
  });

  it('differs in its record where that is not as it was imported', () => {
    const found = compareExample(stored, { ...record, samples: oneUnitOff }, again, CINC_2017_CLASSES);
    expect(found.map(({ part }) => part)).toEqual(['record']);
  });

  it('takes a last digit of single precision for the same, and does not ask for what an older run has not', () => {
    const { paperMm: _, ...older } = metrics;
    const close = { probabilitiesAfter: [0.1000000001, 0.6999999999, 0.1, 0.1] };
    const from = {
      ...stored,
      ...close,
      noiseFooled: null,
      starts: null,
      keptStart: null,
      metrics: older as typeof metrics,
    };
    expect(compareExample(from, record, again, CINC_2017_CLASSES)).toEqual([]);
  });
});
