import { expect, it } from 'vitest';
import { powerOfArms } from '../../../src-main/statistics/summaries/power-of-arms.ts';
import { parseProtocol } from '../../../src-shared/study/protocol.ts';

const attack = { method: 'sap' };
const protocol = parseProtocol({
  schemaVersion: 1,
  title: 'Power',
  seed: 1,
  tasks: [
    { id: 'real', question: 'which-is-real', arms: [{ name: 'SAP', attack, pairs: 100 }] },
    { id: 'same', question: 'same-class', arms: [{ name: 'SAP', attack, pairs: 250 }] },
  ],
});

it('one reader of 100 pairs rejects chance at 61 right or more, with the published power', () => {
  const rows = [0.6, 0.62, 0.65].map((p) => powerOfArms(protocol, p));
  expect(rows.map(([row]) => row?.power.toFixed(3))).toEqual(['0.462', '0.624', '0.828']);
  expect(rows[0]).toEqual([expect.objectContaining({ task: 'real', n: 100, rejectAtMost: 39, rejectAtLeast: 61 })]);
});
