import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { attackOf } from '../../../src-shared/attacks/index.ts';
import { targetOf, totalSteps } from '../../../src-shared/attacks/options.ts';
import type { PartOutcome } from '../../../src-shared/contract/part-outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { AttackHooks, AttackResult } from '../methods/parts/attack-result.ts';
import { advantageOf } from '../objective/advantage.ts';
import { selectBatch, type AttackBatch } from '../objective/batch.ts';
import { finiteLogits } from '../outcome/finite-logits.ts';
import { quantise } from '../objective/quantise.ts';

interface Part {
  name: string;
  options: AttackOptions;
}

/** One record on its way through the attacks. */
interface Kept {
  x: Float32Array;
  label: ClassIndex;
  target: ClassIndex | null;
  advantage: number;
  zeroSteps: number;
  outcomes: PartOutcome[];
}

/**
 * Attacks a batch by each part in turn, and keeps for each record the first x′ that reaches its goal as it would be stored, else
 * the one that comes closest. A record that has reached its goal, by itself or by an attack, is not attacked again. Parts that need gradients are left
 * out for a model that has none.
 */
export async function attackInTurn(
  classifier: Classifier,
  batch: AttackBatch,
  parts: readonly Part[],
  attack: (part: { batch: AttackBatch; options: AttackOptions }, hooks: AttackHooks) => Promise<AttackResult>,
  hooks: AttackHooks,
): Promise<AttackResult> {
  const clean = await predictRecords((x) => classifier.logits(x), batch.x, { signal: hooks.signal });
  const kept = batch.x.map((x, i): Kept => {
    const label = batch.labels[i]!;
    const target = batch.targets ? batch.targets[i]! : targetOf(parts[0]!.options, label);
    const advantage = advantageOf(finiteLogits(clean[i]!, i), { label, target });
    return { x, label, target, advantage, zeroSteps: 0, outcomes: [] };
  });
  const usable = parts.filter(
    ({ options }) => classifier.differentiable !== false || attackOf(options.method).traits.blackBox,
  );
  const allSteps = sumOf(parts, ({ options }) => totalSteps(options));
  let stepsBefore = allSteps - sumOf(usable, ({ options }) => totalSteps(options));
  for (const { name, options } of usable) {
    const open = [...kept.keys()].filter((index) => !(kept[index]!.advantage > 0));
    if (open.length === 0) break;
    const own = totalSteps(options);
    const onStep = (step: number, steps: number): void =>
      hooks.onStep?.(stepsBefore + Math.ceil((own * step) / steps), allSteps);
    const part = open.length === batch.x.length ? batch : selectBatch(batch, open);
    const found = await attack({ batch: part, options }, { ...hooks, onStep });
    const stored = found.adversarial.map((x, i) =>
      Float32Array.from(quantise(Int16Array.from(part.x[i]!), x, options, part.valid?.[i])),
    );
    const logits = await predictRecords((x) => classifier.logits(x), stored, { signal: hooks.signal });
    open.forEach((index, i) => {
      const record = kept[index]!;
      const advantage = advantageOf(finiteLogits(logits[i]!, index), record);
      record.outcomes.push({ attack: name, reached: advantage > 0, advantage });
      record.zeroSteps += found.zeroGradientSteps[i]!;
      if (advantage > record.advantage) [record.x, record.advantage] = [found.adversarial[i]!, advantage];
    });
    stepsBefore += own;
  }
  return {
    adversarial: kept.map(({ x }) => x),
    zeroGradientSteps: kept.map(({ zeroSteps }) => zeroSteps),
    parts: kept.map(({ outcomes }) => outcomes),
  };
}
