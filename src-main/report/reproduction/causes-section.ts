import { decimal } from '../../../src-shared/format/number.ts';
import { percent } from '../../../src-shared/format/share.ts';
import { newcombeDifference } from '../../statistics/newcombe.ts';
import { DEFINITIONS } from '../../statistics/summaries/ways-to-count.ts';
import { proportion } from './comparison.ts';
import type { ReproducedAttack, ReproducedCause } from './data.ts';
import { countText, escape, estimateText, intervalText, named, paragraph, table, type Column } from './markup.ts';
import { PAPER } from './paper.ts';
import type { Section, SectionInput } from './section.ts';

const SIZES = 'Success: share of the records that the network gets right, with Wilson’s 95 % interval.';

/** What the paper's rate of success may come from: how the network is trained, what counts, how sure it is. */
export function causesSection({ data, model, names }: SectionInput): Section | undefined {
  const parts = [
    ...(data.causes.length === 0 ? [] : [trained(data.causes, names.table())]),
    ...(model.byDefinition.length === 0 ? [] : [counted(model, names.table())]),
  ];
  if (parts.length === 0) return undefined;
  const why = `The paper’s SAP fools ${percent(PAPER.sap, 0)}. What moves that figure is tried one at a time.`;
  return { id: 'causes', title: 'What the paper’s rates may come from', html: [paragraph(why), ...parts].join('\n') };
}

function trained(causes: readonly ReproducedCause[], name: string): string {
  const [usual] = causes.filter(({ id }) => id === 'usual');
  const columns: Column[] = [
    { head: 'Training of tiny' },
    { head: 'Epochs (kept)', isNumber: true },
    { head: 'Accuracy (%)', isNumber: true },
    { head: 'Mean F1', isNumber: true },
    { head: 'Median confidence', isNumber: true },
    { head: 'PGD (%)', isNumber: true },
    { head: 'SAP (%)', isNumber: true },
    { head: 'Count', isNumber: true },
    ...(usual ? [{ head: 'SAP: points more than usual', isNumber: true }] : []),
  ];
  const rows = causes.map((cause) => {
    const metrics = cause.evaluation?.metrics;
    const sap = causeAttack(cause, 'sap');
    return [
      escape(cause.title),
      `${cause.epochs ?? '–'} (${cause.bestEpoch ?? '–'})`,
      metrics ? `${decimal(100 * metrics.accuracy, 1)}${intervalText(metrics.intervals?.accuracy)}` : '–',
      decimal(metrics?.meanF1, 3),
      decimal(cause.medianConfidence, 3),
      successText(causeAttack(cause, 'pgd')),
      successText(sap),
      sap ? `${sap.summary.fooled}/${sap.summary.attackable}` : '–',
      ...(usual ? [differenceText(cause, usual)] : []),
    ];
  });
  return table(
    `${named(name, 'Trained in other ways')} The small network tiny, trained anew with one thing changed, attacked with the paper’s goals. None of the four: without augmentation, label smoothing, averaging of weights and weight decay, as in the paper’s code. Confidence: the probability of its class, among the records that it gets right. ${SIZES} Points: with Newcombe’s interval, as if of different records.`,
    columns,
    rows,
  );
}

function causeAttack({ attacks }: ReproducedCause, method: string): ReproducedAttack | undefined {
  return attacks.find(({ options }) => options.method === method);
}

function successText(attack: ReproducedAttack | undefined): string {
  if (!attack || attack.summary.asr === null) return '–';
  return `${decimal(100 * attack.summary.asr, 1)}${intervalText(attack.summary.asrInterval)}`;
}

function differenceText(cause: ReproducedCause, usual: ReproducedCause): string {
  if (cause === usual) return '';
  const [one, other] = [cause, usual].map((each) => causeAttack(each, 'sap')?.summary);
  if (!one?.attackable || !other?.attackable) return '–';
  const difference = one.fooled / one.attackable - other.fooled / other.attackable;
  const interval = newcombeDifference(one.fooled, one.attackable, other.fooled, other.attackable);
  return `${difference > 0 ? '+' : ''}${decimal(100 * difference, 1)}${intervalText(interval)}`;
}

function counted({ name, byDefinition, byConfidence }: SectionInput['model'], number: string): string {
  const rows = [
    ...byDefinition.map(({ definition, success }) => [DEFINITIONS[definition], success] as const),
    ...byConfidence.map(({ lowest, highest, success }, index) => {
      const third = ['least sure', 'middle', 'surest'][index] ?? '';
      return [
        `Fooled, of the ${third} third: confidence ${decimal(lowest, 2)} to ${decimal(highest, 2)}`,
        success,
      ] as const;
    }),
  ];
  return table(
    `${named(number, 'Counted in other ways')} SAP on ${escape(name)} with the paper’s goals: the same run by other definitions of success, and by how sure the network was before.`,
    [{ head: 'What counts' }, { head: 'Share (%)', isNumber: true }, { head: 'Count', isNumber: true }],
    rows.map(([what, success]) => [escape(what), estimateText(proportion(success)), countText(proportion(success))]),
  );
}
