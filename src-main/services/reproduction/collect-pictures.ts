import { isSuccess } from '../../../src-shared/attacks/outcome.ts';
import { attackOf, type AttackMethod } from '../../../src-shared/attacks/index.ts';
import { unitsToMicrovolts, type ClassIndex } from '../../../src-shared/ecg.ts';
import { amplitudeSpectrum, secondsOnPage, type SpectrumCurve } from '../../../src-figures/index.ts';
import { listOutcomes, type ExampleOutcome } from '../../db/attacks/example-outcomes.ts';
import {
  REPRODUCED_METHODS,
  type ArtefactPicture,
  type PairPicture,
  type ReproducedModel,
  type ReproductionPictures,
} from '../../report/reproduction/data.ts';
import type { ReproductionTools } from './find-run.ts';
import { procedurePicture } from './procedure-picture.ts';

/** Where the strips of the report begin, if the record is long enough: beginnings are often noisy. */
const START_S = 2;
/** Length of a strip at four times the usual paper speed. */
const DETAIL_S = 1.6;
const SPECTRUM_EXAMPLES = 50;

/** The data of the report's drawings, from the stored examples of the attacks with the paper's goals. */
export function collectPictures(tools: ReproductionTools, model: ReproducedModel): ReproductionPictures {
  const runOf = (method: AttackMethod): string | undefined =>
    model.attacks.find(({ goal, options }) => goal === 'han2020' && options.method === method)?.runId;
  const sap = runOf('sap');
  const pgd = runOf('pgd');
  const shown = sap === undefined ? [] : examplesToShow(listOutcomes(tools.db, sap));
  const [first] = shown;
  const pgdOfFirst =
    first && pgd !== undefined ? listOutcomes(tools.db, pgd).find(({ record }) => record === first.record) : undefined;
  return {
    pairs: shown.map((outcome) => pairPicture(tools, outcome)),
    artefacts: first && pgdOfFirst ? artefactPicture(tools, first.id, pgdOfFirst.id) : null,
    procedures: first ? procedurePicture(tools, first.id, DETAIL_S) : null,
    spectra: spectraOf(
      tools,
      REPRODUCED_METHODS.flatMap((method) => {
        const runId = runOf(method);
        return runId === undefined ? [] : [{ name: attackOf(method).name, runId }];
      }),
    ),
  };
}

/**
 * A Normal record and one of AF whose classes change, each the one with the most confident classes before and after.
 */
function examplesToShow(outcomes: readonly ExampleOutcome[]): ExampleOutcome[] {
  const fooled = outcomes.filter(isSuccess);
  const sureness = (outcome: ExampleOutcome): number =>
    Math.min(
      outcome.probabilitiesBefore[outcome.originalClass] ?? 0,
      outcome.probabilitiesAfter[outcome.adversarialClass] ?? 0,
    );
  const surest = (label: ClassIndex): ExampleOutcome[] =>
    fooled
      .filter((outcome) => outcome.label === label)
      .sort((a, b) => sureness(b) - sureness(a))
      .slice(0, 1);
  const classes: ClassIndex[] = [0, 1, 2, 3];
  return classes.flatMap(surest).slice(0, 2);
}

interface Example {
  record: string;
  samplingHz: number;
  startS: number;
  originalUv: number[];
  adversarialUv: number[];
}

/** An excerpt of a stored example, µV. */
function piece({ attacks }: ReproductionTools, exampleId: number, durationS: number): Example {
  const { example, original } = attacks.example(exampleId);
  const { samplingHz, unitsPerMv } = original;
  const lengthS = original.samples.length / samplingHz;
  const startS = Math.max(0, Math.min(START_S, Math.floor(lengthS - durationS)));
  const first = Math.round(startS * samplingHz);
  const cut = (samples: Int16Array): number[] =>
    Array.from(samples.subarray(first, first + Math.round(durationS * samplingHz) + 1), (units) =>
      unitsToMicrovolts(units, unitsPerMv),
    );
  return {
    record: example.record,
    samplingHz,
    startS,
    originalUv: cut(original.samples),
    adversarialUv: cut(example.samples),
  };
}

function pairPicture(tools: ReproductionTools, outcome: ExampleOutcome): PairPicture {
  const { id, label, originalClass, adversarialClass } = outcome;
  return {
    ...piece(tools, id, secondsOnPage()),
    label,
    before: { class: originalClass, probability: outcome.probabilitiesBefore[originalClass] ?? 0 },
    after: { class: adversarialClass, probability: outcome.probabilitiesAfter[adversarialClass] ?? 0 },
  };
}

function artefactPicture(tools: ReproductionTools, sapId: number, pgdId: number): ArtefactPicture {
  const { adversarialUv: sapUv, ...rest } = piece(tools, sapId, DETAIL_S);
  return { ...rest, sapUv, pgdUv: piece(tools, pgdId, DETAIL_S).adversarialUv };
}

/** The mean power of the first fooling examples that all the runs share, in the order of the records. */
function spectraOf(
  tools: ReproductionTools,
  runs: readonly { name: string; runId: string }[],
): ReproductionPictures['spectra'] {
  const outcomes = runs.map(({ runId }) => listOutcomes(tools.db, runId).filter((one) => one.originallyCorrect));
  const examples = Math.min(SPECTRUM_EXAMPLES, ...outcomes.map((list) => list.length));
  if (runs.length === 0 || examples === 0) return null;
  const curves = runs.map(({ name }, index): SpectrumCurve => {
    const spectra = (outcomes[index] ?? []).slice(0, examples).map(({ id }) => {
      const { example, original } = tools.attacks.example(id);
      const { samplingHz, unitsPerMv } = original;
      const delta = Float64Array.from(original.samples, (units, i) =>
        unitsToMicrovolts((example.samples[i] ?? units) - units, unitsPerMv),
      );
      return amplitudeSpectrum(delta, samplingHz);
    });
    const { hz } = spectra[0] ?? { hz: [] };
    const alike = spectra.filter((spectrum) => spectrum.hz.length === hz.length);
    const power = hz.map((_, bin) => alike.reduce((sum, { density }) => sum + (density[bin] ?? 0) ** 2, 0));
    return { name, hz, density: power.map((sum) => Number(Math.sqrt(sum / alike.length).toPrecision(4))) };
  });
  return { examples, curves };
}
