import { describe, expect, it } from 'vitest';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { queueError } from '../../../src-main/queue/queue-errors.ts';
import { idOfPiece, queueOf, type Piece } from '../../../src-main/services/sweeps/piece.ts';
import { readOrder } from '../../../src-main/services/sweeps/piece-parts.ts';
import { decodeResult } from '../../../src-main/services/sweeps/result.ts';
import { strangersAmong } from '../../../src-main/services/sweeps/strangers.ts';

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)] as const;
const arithmetic = { program: '1.0.0', engine: 'TensorFlow 2.21.0', machine: a };
const records = [
  { sha256: a, label: 0 },
  { sha256: b, label: 1 },
];
const piece: Piece = { arithmetic, model: a, options: attackOptionsSchema.parse({ method: 'fgsm' }), records };

describe('a piece', () => {
  it('has an id that depends on what it is, not on how it is written', () => {
    const { options, ...rest } = piece;
    const turned = Object.fromEntries(Object.entries(options).reverse()) as typeof options;
    expect(idOfPiece({ options: turned, ...rest })).toBe(idOfPiece(piece));
    const others: Piece[] = [
      { ...piece, model: b },
      { ...piece, options: { ...options, epsilonUnits: 5 } },
      { ...piece, records: records.toReversed() },
      { ...piece, records: records.slice(1) },
      { ...piece, arithmetic: { ...arithmetic, machine: b } },
    ];
    expect(new Set([piece, ...others].map(idOfPiece)).size).toBe(others.length + 1);
  });

  it('is read by a worker only as what its id says, and with no name that leads out of a folder', () => {
    const blob = { sha256: a, bytes: 1 };
    const order = { piece, pack: blob, modelFiles: [{ name: 'model.json', ...blob }] };
    expect(readOrder(idOfPiece(piece), structuredClone(order))).toEqual(order);
    expect(() => readOrder(idOfPiece({ ...piece, model: b }), order)).toThrow('not that of the piece');
    for (const name of ['../card.json', '/etc/passwd', '..', '.hidden', 'a/b', '']) {
      const wrong = { ...order, modelFiles: [{ name, ...blob }] };
      expect(() => readOrder(idOfPiece(piece), wrong)).toThrow('modelFiles.0.name');
    }
    expect(() => readOrder(idOfPiece(piece), { ...order, task: 'import' })).toThrow('no order');
  });
});

describe('the result of a piece', () => {
  const example = (at: number, label: number) => ({
    ...{ at, sampleCount: 2, label, originalClass: label, adversarialClass: 2 },
    ...{ probabilitiesBefore: [1, 0], probabilitiesAfter: [0, 1], originallyCorrect: true, fooled: true },
    ...{ stillCorrect: false, noiseFooled: false, zeroGradient: false, perturbsPadding: false },
    ...{ queries: null, starts: 1, keptStart: 1, parts: null },
    metrics: {
      ...{ linfUv: 1, rmsUv: 1, snrDb: null, prdnPercent: null, totalVariationUv: 1, varianceOfDifferencesUv2: 1 },
      ...{ energyAbove15Hz: null, energyAbove40Hz: null, paperMm: 1 },
    },
  });
  const written = (examples: object[], signals = [1, -2, 300, -400], engine = arithmetic.engine): Buffer => {
    const head = { engine, outputs: { vary: false, areProbabilities: false }, examples };
    return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(Int16Array.from(signals).buffer)]);
  };
  const read = (bytes: Buffer) => decodeResult(bytes, piece, [2, 2]);

  it('is its examples in the order in which they were made', () => {
    const { examples } = read(written([example(1, 1), example(0, 0)]));
    expect(examples.map(({ at, samples }) => [at, ...samples])).toEqual([
      [1, 1, -2],
      [0, 300, -400],
    ]);
  });

  it.each([
    ['another label', written([example(0, 1), example(1, 1)])],
    ['a record twice', written([example(0, 0), example(0, 0)])],
    ['a record less', written([example(0, 0)], [1, 2])],
    ['a record that the piece does not have', written([example(0, 0), example(2, 1)])],
    ['another length', written([example(0, 0), { ...example(1, 1), sampleCount: 1 }], [1, 2, 3])],
    ['less of a signal', written([example(0, 0), example(1, 1)], [1, 2, 3])],
    ['more than its signals', written([example(0, 0), example(1, 1)], [1, 2, 3, 4, 5])],
    ['a field more', written([example(0, 0), { ...example(1, 1), more: 1 }])],
    ['another engine', written([example(0, 0), example(1, 1)], undefined, 'tfjs-wasm 4.22.0')],
    ['no description', Buffer.from('nonsense')],
  ])('with %s is refused', (_, bytes) => {
    expect(() => read(bytes)).toThrow('no result of the piece');
  });
});

describe('who is on a queue and cannot work together', () => {
  const take = (role: 'worker' | 'sweep', name: string, changes: Partial<typeof arithmetic> = {}) => {
    const with_ = { ...arithmetic, ...changes };
    return { id: name, role, name, program: with_.program, engine: with_.engine, kind: queueOf(with_) };
  };

  it('is told with the reason and the cure, once', () => {
    const tell = strangersAmong(take('sweep', 'here'));
    const present = [
      take('worker', 'same'),
      take('worker', 'old', { program: '0.9.0' }),
      take('worker', 'slow', { engine: 'tfjs-wasm 4.22.0' }),
      take('worker', 'other', { machine: b }),
      take('sweep', 'elsewhere', { program: '0.9.0' }),
    ];
    const told = tell(present);
    expect(told).toHaveLength(3);
    expect(told[0]).toContain(
      'The worker old takes no pieces of the sweep on here: it is version 0.9.0 of the program',
    );
    expect(told[1]).toContain('it computes with tfjs-wasm 4.22.0, and the sweep with TensorFlow 2.21.0');
    expect(told[2]).toContain('rounds otherwise');
    expect(tell(present)).toEqual([]);
  });
});

describe('what goes wrong with a queue', () => {
  const said = (message: string) => queueError(new Error(message), 'rediss://user:secret@host:6380/1');

  it('is said with the cure, and without the password', () => {
    expect(said('connect ECONNREFUSED 10.0.0.1:6380')).toMatchObject({ code: 'unavailable' });
    expect(said("OOM command not allowed when used memory > 'maxmemory'.")).toMatchObject({ code: 'storage' });
    expect(said('WRONGPASS invalid username-password pair')).toMatchObject({ code: 'refused' });
    for (const { message } of ['connect ECONNREFUSED', 'OOM no', 'NOAUTH Authentication required.'].map(said)) {
      expect(message).toContain('rediss://host:6380');
      expect(message).not.toContain('secret');
    }
  });
});
