import { describe, expect, it } from 'vitest';
import { selectRecords } from '../../../src-main/study/selection/select-records.ts';
import type { SourceRecord } from '../../../src-main/study/sources/offer.ts';
import { parseProtocol, type Protocol } from '../../../src-shared/study/protocol.ts';

const record = (name: string): SourceRecord => ({ name, label: 'N', split: 'test', durationMs: 9000, samplingHz: 300 });
/** So many made records, each beside any of the real ones. */
const supply = (made: number, reals: readonly SourceRecord[]) => ({
  dataset: 'synthetic',
  offers: Array.from({ length: made }, (_, i) => ({ made: record(`g${i}`), reals })),
});

function protocolOf(...arms: object[]): Protocol {
  return parseProtocol({
    ...{ schemaVersion: 1, title: 'A study', seed: 7 },
    stimuli: { split: 'test', onlySuccessful: false, minDurationMs: 0 },
    tasks: [{ id: 'which', question: 'which-is-real', arms }],
  });
}

const made = (name: string, pairs: number) => ({
  ...{ name, pairs },
  source: { kind: 'dataset', dataset: 'synthetic', match: 'none' },
});

describe('too few records for an arm', () => {
  it('names the split of the real ones, and offers to share only where there is another arm', () => {
    const reals = [record('A1'), record('A2')];
    const alone = () =>
      selectRecords(protocolOf(made('GAN', 3)), new Map([['which/GAN', supply(9, reals)]]), new Map());
    expect(alone).toThrow(/needs 3 pairs, and 2 were found: .* Real ones are those of the test split\. .* to 2\.$/);
    const supplies = new Map(['GAN', 'VAE'].map((name) => [`which/${name}`, supply(9, reals)]));
    const two = () => selectRecords(protocolOf(made('GAN', 2), made('VAE', 2)), supplies, new Map());
    expect(two).toThrow('or set "distinctRecords" to "none" so that arms may share records');
  });

  it('asks for more lines where a list names the pairs', () => {
    const listed = protocolOf({
      ...{ name: 'List', pairs: 2 },
      source: { kind: 'pairs', dataset: 'synthetic', list: [{ real: 'A1', made: 'g0' }] },
    });
    const chosen = () => selectRecords(listed, new Map([['which/List', supply(1, [record('A1')])]]), new Map());
    expect(chosen).toThrow(
      'Arm which/List needs 2 pairs, and of the 1 pair that its list names 1 can be shown: add lines to the list, or lower its "pairs" to 1.',
    );
  });

  it('names the pairs of a list that cannot be shown', () => {
    const list = Array.from({ length: 8 }, (_, i) => ({ real: 'A1', made: `g${i}` }));
    const listed = protocolOf({ name: 'List', pairs: 8, source: { kind: 'pairs', dataset: 'synthetic', list } });
    const chosen = () => selectRecords(listed, new Map([['which/List', supply(8, [record('A1')])]]), new Map());
    expect(chosen).toThrow(
      /of the 8 pairs that its list names 1 can be shown \(without (A1 beside g\d, ){5}and 2 more\): add lines/,
    );
  });
});
