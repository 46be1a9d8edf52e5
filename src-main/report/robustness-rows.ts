import {
  CERTIFIED_KINDS,
  type Robustness,
  type RobustnessRow,
  type RobustModel,
} from '../../src-shared/analyses/robustness.ts';

/** The comparison of models under attack as rows: the scores, then each budget; a figure that was not computed has none. */
export function robustnessRows({ models, epsilonsUv }: Robustness): RobustnessRow[] {
  return models.flatMap((model) => [
    ...scoreRows(model),
    ...epsilonsUv.map((epsilon, at): RobustnessRow => {
      const worst = model.worst[at] ?? null;
      const { attacks = [], correct = null } = worst ?? {};
      const by = attacks.length === 0 ? null : attacks.join('; ');
      return { ...shareOf(model, 'robust', epsilon, worst?.robust), correct, by };
    }),
    ...CERTIFIED_KINDS.flatMap((kind) =>
      epsilonsUv.map((epsilon, at): RobustnessRow => {
        const found = model.certified[kind][at] ?? null;
        return { ...shareOf(model, kind, epsilon, found?.certified), by: found && `σ ${found.sigmaUv} µV` };
      }),
    ),
  ]);
}

function scoreRows({ name, clean }: RobustModel): RobustnessRow[] {
  const row = (
    figure: 'accuracy' | 'mean-f1',
    share: number,
    interval: readonly [number, number] | null,
  ): RobustnessRow => ({
    ...{ model: name, figure, epsilon: null, share, low: interval?.[0] ?? null, high: interval?.[1] ?? null },
    ...{ count: null, of: clean?.records ?? null, correct: null, by: null },
  });
  if (clean === null) return [];
  return [row('accuracy', clean.accuracy, clean.accuracyInterval), row('mean-f1', clean.meanF1, clean.meanF1Interval)];
}

function shareOf(
  { name }: RobustModel,
  figure: RobustnessRow['figure'],
  epsilon: number,
  found: { count: number; of: number; rate: number | null; interval: readonly [number, number] | null } | undefined,
): RobustnessRow {
  const [low, high] = found?.interval ?? [null, null];
  return {
    ...{ model: name, figure, epsilon, share: found?.rate ?? null, low, high },
    ...{ count: found?.count ?? null, of: found?.of ?? null, correct: null, by: null },
  };
}
