import { expect, it } from 'vitest';
import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import { parseProtocol } from '../../../src-shared/study/protocol.ts';
import { recordSource } from '../../../src-main/report/protocol/record-source.ts';

const ATTACKED = { name: 'SAP', attack: { method: 'sap' }, pairs: 2 };
const MADE = { name: 'GAN', source: { kind: 'dataset', dataset: 'synthetic', match: 'class' }, pairs: 2 };
const LISTED = {
  ...{ name: 'List', pairs: 1 },
  source: { kind: 'pairs', dataset: 'synthetic', list: [{ real: 'A1', made: 'g1' }] },
};

function sourceOf(...arms: object[]): string {
  const protocol = parseProtocol({
    ...{ schemaVersion: 1, title: 'A study', seed: 7 },
    stimuli: { split: 'test', classes: ['N', 'A'], onlySuccessful: false, minDurationMs: 0 },
    tasks: [{ id: 'which', question: 'which-is-real', arms }],
  });
  return recordSource({ protocol, dataset: 'recorded', classList: CINC_2017_CLASSES });
}

const CHOSEN = 'records of the test split of recorded, of class Normal, AF, chosen by the seed 7';
const NAMED = 'records of recorded that the protocol lists by name, of whatever split and class';

it('real tracings that the seed chose are told by split, class and seed', () => {
  expect(sourceOf(ATTACKED)).toBe(CHOSEN);
  expect(sourceOf(ATTACKED, MADE)).toBe(CHOSEN);
});

it('of those that a list names no split or class is claimed', () => {
  expect(sourceOf(LISTED)).toBe(NAMED);
  expect(sourceOf(ATTACKED, LISTED)).toBe(`${CHOSEN}; and ${NAMED}`);
});
