import { CLASS_WORDS } from '../../../src-shared/ecg.ts';
import { attackOf } from '../../../src-shared/attacks/index.ts';
import { epsilonCurveFigure, survivalFigure } from '../../../src-figures/index.ts';
import { proportion } from './comparison.ts';
import { METRIC_FIELDS } from './metric-fields.ts';
import { countText, escape, estimateText, figure, intervalText, named, shareText, table } from './markup.ts';
import type { Section, SectionInput } from './section.ts';
import { decimal } from '../../../src-shared/format/number.ts';

/** Size and shape of what each attack adds. */
export function perturbationsSection({ model, names }: SectionInput): Section | undefined {
  const attacks = model.attacks.filter(({ goal }) => goal === 'han2020');
  const used = METRIC_FIELDS.filter(({ name }) =>
    attacks.some(({ perturbation }) => perturbation.some((one) => one.name === name)),
  );
  if (used.length === 0) return undefined;
  const rows = used.map(({ name, label, unit, digits, percent }) => [
    escape(unit === '' ? label : `${label} (${unit})`),
    ...attacks.map(({ perturbation }) => {
      const found = perturbation.find((one) => one.name === name);
      if (!found) return '–';
      const text = (value: number): string => decimal(percent ? 100 * value : value, digits);
      return `${text(found.median)} (${text(found.q1)}–${text(found.q3)})`;
    }),
  ]);
  return {
    id: 'perturbations',
    title: 'Size and shape of the perturbations',
    html: table(
      `${named(names.table(), 'Perturbations')} Median (quartiles) over the attackable records, with the paper’s goals. PRDN: 100·‖δ‖/‖x − mean‖. R peaks are found by the program’s own detector, before and after.`,
      [{ head: 'Measure' }, ...attacks.map(({ options }) => ({ head: attackOf(options.method).name, isNumber: true }))],
      rows,
    ),
  };
}

/** What the paper has no figure for: minimal perturbation, other budgets, black boxes. */
export function beyondSection({ model, names }: SectionInput): Section | undefined {
  const { leastPerturbation, epsilonCurve, transfers, blackBox } = model;
  const parts: string[] = [];
  if (leastPerturbation) {
    const { result } = leastPerturbation;
    const bound = (value: number | null): string => (value === null ? `> ${result.maxEpsilonUv}` : decimal(value, 1));
    const medianText = ({ records, medianUv, interval: [low, high] }: (typeof result.medians)[number]): string => {
      if (records === 0) return '–';
      // One or two records have a median and no interval.
      const isKnown = medianUv === null || low !== null;
      return isKnown ? `${bound(medianUv)} (${bound(low)} to ${bound(high)})` : bound(medianUv);
    };
    parts.push(
      figure(
        names.figure(),
        'Minimal perturbation that fools, by SAP',
        `Share of ${result.attackable} records that are not fooled up to a budget; ${result.neverFooled} are not fooled up to ${result.maxEpsilonUv} µV. Every whole budget was tried; another attack may need less.`,
        survivalFigure(result),
      ),
      table(
        `${named(names.table(), 'Minimal perturbation')} Median budget with its 95 % bootstrap interval over records.`,
        [{ head: 'Class' }, { head: 'Records', isNumber: true }, { head: 'Median ε (µV)', isNumber: true }],
        result.medians.map((one) => [
          one.class === null ? 'All' : (CLASS_WORDS[one.class] ?? ''),
          String(one.records),
          medianText(one),
        ]),
      ),
    );
  }
  if (epsilonCurve) {
    parts.push(
      figure(
        names.figure(),
        'Success of SAP against its budget',
        `Share of ${epsilonCurve.result.attackable} attackable records, α = ε/10, with Wilson’s 95 % intervals; grey: a random direction of each perturbation’s own size and spectrum.`,
        epsilonCurveFigure(epsilonCurve.result),
      ),
    );
  }
  if (transfers.length > 0) {
    parts.push(
      table(
        `${named(names.table(), 'Black box by transfer')} SAP on a surrogate; the attacked signals are shown to ${escape(model.name)}. Shares are of the records that ${escape(model.name)} gets right. Control: random directions of the same size and spectrum.`,
        [
          { head: 'Surrogate' },
          { head: 'Both give the same class (%)', isNumber: true },
          { head: 'Surrogate fooled (%)', isNumber: true },
          { head: 'Target fooled (%)', isNumber: true },
          { head: 'Count', isNumber: true },
          { head: 'Control (%)', isNumber: true },
        ],
        transfers.map(({ surrogate, result }) => [
          escape(surrogate),
          estimateText(proportion(result.agreement)),
          estimateText(proportion(result.fooledSurrogate)),
          estimateText(proportion(result.fooledTarget)),
          countText(proportion(result.fooledTarget)),
          estimateText(proportion(result.noise)),
        ]),
      ),
    );
  }
  if (blackBox.length > 0) {
    parts.push(
      table(
        `${named(names.table(), 'Black box by queries')} Forward passes only, no gradient; untargeted, ε = ${blackBox[0]?.options.epsilonUnits} µV.`,
        [
          { head: 'Attack' },
          { head: 'Records', isNumber: true },
          { head: 'Fooled', isNumber: true },
          { head: 'Success (%)', isNumber: true },
          { head: 'Control (%)', isNumber: true },
          { head: 'Queries per record', isNumber: true },
        ],
        blackBox.map(({ options, summary }) => [
          attackOf(options.method).name,
          String(summary.records),
          `${summary.fooled}/${summary.attackable}`,
          summary.asr === null ? '–' : `${decimal(100 * summary.asr, 1)}${intervalText(summary.asrInterval)}`,
          shareText(summary.noiseControl?.rate),
          decimal(summary.queriesPerRecord, 0),
        ]),
      ),
    );
  }
  if (parts.length === 0) return undefined;
  return { id: 'beyond', title: 'Beyond the paper', html: parts.join('\n') };
}
