import { attackOf } from '../../../src-shared/attacks/index.ts';
import { optionOf, type AttackOptionName } from '../../../src-shared/attacks/options.ts';
import { GOALS, type ReproducedAttack, type ReproducedModel } from './data.ts';
import { escape, intervalText, named, shareText, table } from './markup.ts';
import type { Section, SectionInput } from './section.ts';
import { decimal } from '../../../src-shared/format/number.ts';

/** The four attacks, with the paper's goals and untargeted. */
export function attacksSection({ model, data, names }: SectionInput): Section | undefined {
  const rows = [...data.models].flatMap((one) =>
    GOALS.flatMap((goal) =>
      one.attacks
        .filter((attack) => attack.goal === goal)
        .map((attack) => [...(data.models.length > 1 ? [escape(one.name)] : []), ...cells(attack)]),
    ),
  );
  if (rows.length === 0) return undefined;
  return {
    id: 'attacks',
    title: 'Attacks',
    html: table(
      `${named(names.table(), 'Attacks')} ${settings(model)}, white box. Success: share of the attackable records (originally correct, and not of the target’s class already), with Wilson’s 95 % interval. Control: the same with a random direction of each perturbation’s own size and spectrum. Accuracy: share of all attacked records, as the public code prints it.`,
      [
        ...(data.models.length > 1 ? [{ head: 'Model' }] : []),
        { head: 'Attack' },
        { head: 'Goals' },
        { head: 'Fooled', isNumber: true },
        { head: 'Success (%)', isNumber: true },
        { head: 'Control (%)', isNumber: true },
        { head: 'Accuracy (%)', isNumber: true },
        { head: 'Zero gradients', isNumber: true },
        { head: 's/record', isNumber: true },
      ],
      rows,
    ),
  };
}

function cells({ goal, options, summary }: ReproducedAttack): string[] {
  return [
    attackOf(options.method).name,
    goal === 'han2020' ? 'the paper’s' : 'untargeted',
    `${summary.fooled}/${summary.attackable}`,
    summary.asr === null ? '–' : `${decimal(100 * summary.asr, 1)}${intervalText(summary.asrInterval)}`,
    shareText(summary.noiseControl?.rate),
    decimal(100 * summary.accuracyUnderAttack, 1),
    String(summary.zeroGradient),
    decimal(summary.secondsPerRecord, 2),
  ];
}

/** What the linter says about the runs: each finding once, with the runs that it is about. */
export function findingsSection({ data }: SectionInput): Section | undefined {
  if (data.models.every(({ attacks, blackBox }) => attacks.length + blackBox.length === 0)) return undefined;
  const byMessage = new Map<string, { severity: string; message: string; cure: string; runs: string[] }>();
  for (const one of data.models) {
    for (const { options, goal, findings } of [...one.attacks, ...one.blackBox]) {
      const on = data.models.length > 1 ? ` on ${one.name}` : '';
      const run = `${attackOf(options.method).name}${on} (${goal === 'han2020' ? 'the paper’s goals' : 'untargeted'})`;
      for (const { severity, message, cure } of findings) {
        const known = byMessage.get(message) ?? { severity, message, cure, runs: [] };
        byMessage.set(message, { ...known, runs: [...known.runs, run] });
      }
    }
  }
  const order = ['error', 'warning', 'note'];
  const items = [...byMessage.values()]
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map(
      ({ severity, message, cure, runs }) =>
        `<dt><span class="severity ${severity}">${severity}</span>${escape(runs.join(', '))}</dt><dd>${escape(message)} ${escape(cure)}</dd>`,
    );
  return {
    id: 'findings',
    title: 'What the evaluation linter found',
    html:
      items.length === 0
        ? '<p>Nothing: none of its checks found fault with these runs.</p>'
        : `<p>Every run is checked against what is known about sound evaluations (Carlini et al. 2019).</p><dl class="notes">${items.join('\n')}</dl>`,
  };
}

/** The settings that the attacks share, each if one of them has it. */
function settings({ attacks }: ReproducedModel): string {
  const phrase = (name: AttackOptionName, text: (value: unknown) => string): string[] => {
    const value = attacks.map(({ options }) => optionOf(options, name)).find((one) => one !== undefined);
    return value === undefined ? [] : [text(value)];
  };
  const steps = [
    ...phrase('pgdSteps', (count) => `${String(count)} steps of PGD`),
    ...phrase('sapSteps', (count) => `${String(count)} of SAP`),
  ];
  return [
    ...phrase('epsilonUnits', (units) => `ε = ${String(units)} µV`),
    ...phrase('alphaUnits', (units) => `α = ${String(units)} µV`),
    ...(steps.length > 0 ? [steps.join(' and ')] : []),
  ].join(', ');
}
