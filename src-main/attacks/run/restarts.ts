import { selectBatch, type AttackBatch } from '../objective/batch.ts';
import type { AttackHooks, AttackResult } from '../methods/parts/attack-result.ts';
import type { Outcome } from './gradient-attack.ts';

/**
 * Attacks a batch up to `restarts` times, each from another start, and keeps the best for each record: the first whose
 * stored signal reaches the goal, else the one of the highest loss at the stored signal. A record that has reached its
 * goal is not attacked again. `zeroGradientSteps` are those of all its starts.
 */
export async function withRestarts(
  batch: AttackBatch,
  restarts: number,
  attack: (batch: AttackBatch, start: { restart: number; judge: boolean }, hooks: AttackHooks) => Promise<Outcome>,
  hooks: AttackHooks,
): Promise<AttackResult & { starts: number[]; keptStart: number[] }> {
  const kept = batch.x.map((x) => ({ x, loss: -Infinity, starts: 0, keptStart: 0, zeroSteps: 0 }));
  let indices = [...batch.x.keys()];
  for (let restart = 0; restart < restarts && indices.length > 0; restart++) {
    const onStep = (step: number, steps: number): void => hooks.onStep?.(restart * steps + step, restarts * steps);
    const part = indices.length === batch.x.length ? batch : selectBatch(batch, indices);
    const start = { restart, judge: restarts > 1 };
    const { adversarial, zeroGradientSteps, judged } = await attack(part, start, { ...hooks, onStep });
    indices.forEach((index, i) => {
      const best = kept[index]!;
      best.starts += 1;
      best.zeroSteps += zeroGradientSteps[i]!;
      const loss = judged?.loss[i] ?? 0;
      if (judged?.reached[i] !== true && !(loss > best.loss)) return;
      [best.x, best.loss, best.keptStart] = [adversarial[i]!, loss, restart + 1];
    });
    indices = indices.filter((_, i) => judged?.reached[i] !== true);
  }
  return {
    adversarial: kept.map(({ x }) => x),
    zeroGradientSteps: kept.map(({ zeroSteps }) => zeroSteps),
    starts: kept.map(({ starts }) => starts),
    keptStart: kept.map(({ keptStart }) => keptStart),
  };
}
