import { storedAttack, type ComparisonEntry } from './comparison.ts';
import type { ReproducedModel, ReproductionData } from './data.ts';
import { PAPER } from './paper.ts';
import { percent, percentInterval } from '../../../src-shared/format/share.ts';
import { decimal } from '../../../src-shared/format/number.ts';

/** Why a figure differs from the paper's, as far as our own numbers tell: only sentences that numbers support. */
export function explain(entry: ComparisonEntry, data: ReproductionData): string {
  const [model] = data.models;
  const [ours] = entry.ours;
  if (!model || !ours || entry.paper === null) return '';
  const points = decimal(Math.abs(100 * (ours.value - entry.paper)), 1);
  if (entry.verdict === 'agrees') return 'The paper’s figure lies within our interval.';
  const side = entry.verdict === 'above' ? 'above' : 'below';
  const sentences = [`Ours is ${points} points ${side} the paper’s, which lies outside our interval.`];
  if (entry.id === 'accuracy' || entry.id === 'mean-f1') sentences.push(...aboutNetwork(model));
  else if (/^(sap|smoothed-pgd)-/.test(entry.id)) sentences.push(...aboutSmoothness(entry, data, model));
  else if (entry.id === 'noise') sentences.push(...aboutNoise(model));
  else if (entry.id === 'crossings') sentences.push(...aboutCrossings(model));
  return sentences.join(' ');
}

function aboutNetwork({ parameters, architecture }: ReproducedModel): string[] {
  if (architecture === 'han2020' || parameters === null) return [];
  const share = percent(parameters / PAPER.parameters, 0);
  return [`The network has ${share} of the paper’s parameters, and its epoch was not chosen on the test records.`];
}

/** What smoothing costs this network, from runs without it and at other budgets. */
function aboutSmoothness(entry: ComparisonEntry, data: ReproductionData, model: ReproducedModel): string[] {
  const goal = entry.id.endsWith('untargeted') ? 'untargeted' : 'han2020';
  const sentences: string[] = [];
  const pgd = storedAttack(model, 'pgd', goal);
  const ours = entry.ours[0]?.value ?? 0;
  if (pgd && pgd.summary.asr !== null) {
    const above = pgd.perturbation.find(({ name }) => name === 'energyAbove15Hz');
    const energy = above
      ? `; ${percent(above.median, 0)} of its energy (median) lies above 15 Hz, where SAP’s mean kernel removes more than half of the power`
      : '';
    sentences.push(
      `PGD with the same budget, which need not be smooth, fools ${percent(pgd.summary.asr)}${energy}: the demand for smoothness costs ${decimal(100 * (pgd.summary.asr - ours), 1)} points here.`,
    );
    const left = 100 * ((entry.paper ?? 0) - pgd.summary.asr);
    if (left > 0) {
      sentences.push(
        `Smoothness does not account for the other ${decimal(left, 1)} points: PGD, which need not be smooth, stays below the paper’s figure too. ${data.causes.length > 0 ? 'What moves that figure is tried below, one thing at a time.' : 'Why is not known; docs/measurements.md says what was tried.'}`,
      );
    }
  }
  const own = data.models.slice(1).flatMap((other, index) => {
    const estimate = entry.ours[index + 1];
    if (!estimate?.interval) return [];
    return [
      `The same attack on ${other.name}, on ${other.records} records, fools ${percent(estimate.value)} (${percentInterval(estimate.interval)}).`,
    ];
  });
  const all = model.leastPerturbation?.result.medians.find((one) => one.class === null);
  if (entry.id.startsWith('sap') && all && all.medianUv !== null)
    own.push(`Half of ${all.records} records are fooled by SAP at a budget of ${decimal(all.medianUv, 0)} µV.`);
  return [...sentences, ...own];
}

function aboutNoise({ existence }: ReproducedModel): string[] {
  if (!existence) return [];
  const { noise, draws } = existence.result;
  return [
    `Of ${noise.examples.of} examples, ${noise.all.count} kept the class in all ${draws} draws, and ${noise.examples.of - noise.examples.count} in none; after rounding to whole microvolts an example that only just crosses the boundary can lose its class through the smoothing alone.`,
  ];
}

function aboutCrossings({ existence }: ReproducedModel): string[] {
  const script = existence?.result.han2020;
  if (!script) return [];
  return [
    `Done as the public script does, ${percent(script.crossings.draws.rate)} count; there ${percent(script.unaltered.rate)} of the joined signals are one of the two examples unaltered.`,
  ];
}
