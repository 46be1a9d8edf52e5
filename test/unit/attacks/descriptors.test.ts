import { beforeAll, describe, expect, it } from 'vitest';
import { openProblem } from '../../../src-main/attacks/objective/problem.ts';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import { loadAttack } from '../../../src-main/attacks/run/load-attack.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { ATTACKS, attackOptionsSchema, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { methodsWith, OPTION_FIELDS, optionFields } from '../../../src-shared/attacks/option-fields.ts';
import { evaluationsOf, totalSteps, withOptions } from '../../../src-shared/attacks/options.ts';
import { goldenCase } from './golden-cases.ts';
import { tinyClassifier } from './tiny-classifier.ts';

const { x, predicted, weights } = goldenCase(1);
const batch = { x: [Float32Array.from(x)], labels: [predicted] };
/** Few steps, and no two alike. */
const FEW = {
  ...{ pgdSteps: 2, sapSteps: 3, spsaSteps: 4, binarySearchSteps: 2, adamSteps: 5 },
  ...{ apgdSteps: 2, fabSteps: 3, squareQueries: 4, labelQueries: 5 },
};
const shortly = (method: AttackOptions['method']): AttackOptions =>
  withOptions(attackOptionsSchema.parse({ method }), FEW);

/** How many classes it aims at, one after another: FAB at the three others. */
const targetsOf = ({ method }: AttackOptions): number => (method === 'fab' ? 3 : 1);

/** As every run, protocol and request was stored until each method had its own options. */
const ALL_OPTIONS = {
  ...{ epsilonUnits: 12, alphaUnits: 2, pgdSteps: 7, sapSteps: 9, kernels: 'paired5', padding: 'han2020' },
  ...{ target: 1, loss: 'dlr', randomStart: true, restarts: 3, seed: 5, binarySearchSteps: 2, adamSteps: 3 },
  ...{ learningRateUnits: 0.25, initialC: 2, confidence: 1, spsaSteps: 4, spsaPairs: 6, blockSamples: 8 },
  ...{ probeUnits: 3, norm: 'l2', subspace: 'smooth', apgdSteps: 6, fabSteps: 7, squareQueries: 8, eachClass: true },
  ...{ labelQueries: 9, universalSteps: 4, foundOnRecords: 5, patternSamples: 50, aligned: true },
  ...{ survives: 'device', deviceDraws: 2 },
};

beforeAll(async () => {
  await openEngine();
});

describe.each(ATTACKS.map((attack) => [attack.method, attack] as const))(
  'the descriptor of %s',
  (method, descriptor) => {
    it('has equations under its name, of the kind that it says', async () => {
      const { kind } = await loadAttack(method);
      const special: Partial<Record<string, string>> = { autoattack: 'cascade', universal: 'universal' };
      expect(kind).toBe(descriptor.traits.blackBox ? 'black-box' : (special[method] ?? 'gradient'));
    });

    it.skipIf(method === 'universal')('knows the steps that its equations take', async () => {
      const options = shortly(method);
      const classifier = tinyClassifier(weights);
      const attack = await loadAttack(method);
      if (attack.kind === 'gradient') {
        const problem = await openProblem(classifier, batch, options);
        const phases = attack.equations(problem, options).phases.map(({ steps }) => steps);
        problem.dispose();
        expect(phases.reduce((sum, steps) => sum + steps, 0)).toBe(totalSteps(options));
      }
      const heard: number[] = [];
      await attackBatch(classifier, batch, options, { onStep: (_, steps) => heard.push(steps) });
      expect(new Set(heard)).toEqual(new Set([totalSteps(options) * targetsOf(options)]));
      classifier.dispose();
    });

    it('takes its own options out of those of all methods, and refuses what no method has', () => {
      const names = optionFields(method).map(({ name }) => name);
      const own = Object.fromEntries(Object.entries(ALL_OPTIONS).filter(([name]) => names.some((one) => one === name)));
      expect(attackOptionsSchema.parse({ method, ...ALL_OPTIONS })).toEqual({ method, ...own });
      const unknown = attackOptionsSchema.safeParse({ method, ...ALL_OPTIONS, colour: 1 });
      expect(unknown.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['colour'] }]);
    });

    it('registers every option, so that each can be asked for and told', () => {
      const { shape } = descriptor.schema;
      expect(optionFields(method).map(({ name }) => name)).toEqual(
        Object.keys(shape).filter((name) => name !== 'method'),
      );
      for (const { name, usual } of optionFields(method))
        expect(attackOptionsSchema.parse({ method }), name).toHaveProperty(name, usual);
    });

    it('speaks in sentences', () => {
      expect(descriptor.sentence()).toMatch(/^\S.*\.$/);
      expect(descriptor.paper).toMatch(/\d{4}$/);
    });
  },
);

describe('the options of all attacks', () => {
  it('are one field each: an option of several methods is the same in all of them', () => {
    for (const { name } of OPTION_FIELDS) {
      const schemas = ATTACKS.flatMap(({ schema }) => Object.entries(schema.shape).filter(([key]) => key === name));
      expect(new Set(schemas.map(([, schema]) => schema)).size, name).toBe(1);
    }
    const flags = OPTION_FIELDS.map(({ flag }) => flag);
    expect(new Set(flags).size).toBe(flags.length);
    expect(OPTION_FIELDS.map(({ name }) => name).sort()).toEqual(Object.keys(ALL_OPTIONS).sort());
  });

  it('are off where they are switches, until they are asked for: a flag only turns on', () => {
    const switches = OPTION_FIELDS.filter(({ kind }) => kind === 'switch');
    expect(switches.length).toBeGreaterThan(1);
    expect(switches.filter(({ usual }) => usual !== false).map(({ name }) => name)).toEqual([]);
  });

  it('have a sentence each, and a name for every choice', () => {
    for (const field of OPTION_FIELDS) {
      expect(field.help(), field.name).toMatch(/^[A-Z].*\.$/);
      if (field.kind !== 'choice') continue;
      const [method] = methodsWith(field.name);
      for (const value of field.values)
        expect(attackOptionsSchema.safeParse({ method, [field.name]: value }).success).toBe(true);
      expect(attackOptionsSchema.safeParse({ method, [field.name]: 'other' }).error?.issues).toMatchObject([
        { values: field.values },
      ]);
    }
  });

  it('say how often a record is evaluated at most', () => {
    const of = (input: object): number => evaluationsOf(attackOptionsSchema.parse(input));
    expect(of({ method: 'fgsm' })).toBe(1);
    expect(of({ method: 'pgd', pgdSteps: 7, randomStart: true, restarts: 3 })).toBe(21);
    expect(of({ method: 'sap' })).toBe(60);
    expect(of({ method: 'spsa' })).toBe(500);
    expect(of({ method: 'ecgadv' })).toBe(600);
  });

  it('are changed only where the method has them', () => {
    const fgsm = attackOptionsSchema.parse({ method: 'fgsm' });
    expect(withOptions(fgsm, { epsilonUnits: 3, alphaUnits: 2 })).toEqual({ ...fgsm, epsilonUnits: 3 });
  });
});
