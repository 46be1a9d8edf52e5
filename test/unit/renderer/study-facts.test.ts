import { expect, it } from 'vitest';
import { parseProtocol } from '../../../src-shared/study/protocol.ts';
import { studyFacts } from '../../../src-renderer/views/studies/study-facts.ts';
import { lockedStudy } from '../../browser/fixtures/study-data.ts';

const ATTACKED = { name: 'SAP', attack: { method: 'sap' }, pairs: 2 };
const LISTED = {
  ...{ name: 'List', pairs: 1 },
  source: { kind: 'pairs', dataset: 'synthetic', list: [{ real: 'A1', made: 'g1' }] },
};

function factsOf(...arms: object[]): ReturnType<typeof studyFacts> {
  const protocol = parseProtocol({
    ...{ schemaVersion: 1, title: 'A study', seed: 7 },
    tasks: [{ id: 'which', question: 'which-is-real', arms }],
  });
  return studyFacts({ ...lockedStudy, protocol });
}

const CHOSEN = 'Test split, all classes, fooled ones only';

it.each([
  ['a split', [ATTACKED], CHOSEN, /^It chose the records/],
  ['a list', [LISTED], 'as the protocol lists them', /^Sides and order/],
  ['both', [ATTACKED, LISTED], `${CHOSEN}; others as the protocol lists them`, /^It chose the records/],
])('a card says that the records of a study come from %s', (_, arms, records, seed) => {
  const facts = factsOf(...arms);
  expect(facts.find(({ name }) => name === 'Records')?.value).toBe(records);
  expect(facts.find(({ name }) => name === 'Seed')?.title).toMatch(seed);
});
