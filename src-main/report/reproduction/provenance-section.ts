import { attackOf } from '../../../src-shared/attacks/index.ts';
import type { ReproducedModel } from './data.ts';
import { escape, named, table } from './markup.ts';
import { reportTables } from './tables.ts';
import type { Section, SectionInput } from './section.ts';
import { momentUtc } from '../../../src-shared/format/moment.ts';
import { duration } from '../../../src-shared/format/duration.ts';
import { count } from '../../../src-shared/format/number.ts';

/** Where every number comes from, and which results are missing. */
export function provenanceSection({ data, names }: SectionInput): Section {
  const { dataset, models } = data;
  const facts: [string, string][] = [
    ['Command', `<code>${escape(data.command)}</code>`],
    ['Program', `Equipoise ${escape(data.programVersion)}`],
    ['Newest result', momentUtc(data.newestResult)],
    ['Dataset', `${escape(dataset.name)} (${escape(dataset.source)}), labels ${escape(dataset.labels)}`],
    [
      'Test records',
      `${dataset.testRecords}, SHA-256 of their hashes, labels and splits <code>${dataset.testSha256}</code>`,
    ],
    ...models.map(({ name, sha256, parameters, architecture }): [string, string] => [
      'Model',
      `${escape(name)} (${escape(architecture)}${parameters === null ? '' : `, ${count(parameters)} parameters`}), SHA-256 <code>${sha256}</code>`,
    ]),
    [
      'Beside this file',
      ['report.json', ...reportTables(data).map(({ file }) => file)]
        .map((file) => `<a href="${file}">${file}</a>`)
        .join(', '),
    ],
  ];
  const rows = models.flatMap((model) =>
    resultRows(model).map((row) => (models.length > 1 ? [escape(model.name), ...row] : row)),
  );
  const missing = data.missing.map(({ step, reason }) => `<li>${escape(step)}: ${escape(reason)}</li>`);
  return {
    id: 'provenance',
    title: 'Provenance',
    html: [
      `<dl class="facts">${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')}</dl>`,
      table(
        `${named(names.table(), 'The stored results')} A result is computed again only when the model, the records or the options change.`,
        [
          ...(models.length > 1 ? [{ head: 'Model' }] : []),
          { head: 'Result' },
          { head: 'Id' },
          { head: 'Engine' },
          { head: 'Took', isNumber: true },
          { head: 'Made' },
        ],
        rows,
      ),
      missing.length === 0 ? '' : `<h3>Missing results</h3><ul>${missing.join('\n')}</ul>`,
      '<p>The paper’s reading study (two cardiologists, “which one is the real ECG?”) needs readers: <code>equipoise study create</code> builds it from the same examples, and <code>equipoise results</code> reports it.</p>',
    ].join('\n'),
  };
}

function resultRows(model: ReproducedModel): string[][] {
  const { table: targeted, existence, leastPerturbation, epsilonCurve, transfers } = model;
  const attacks = [...model.attacks, ...model.blackBox].map(({ options, goal, runId, engine, summary, createdAt }) => [
    `${attackOf(options.method).name}, ${goal === 'han2020' ? 'the paper’s goals' : 'untargeted'}`,
    runId,
    engine,
    duration(summary.secondsPerRecord * summary.records),
    createdAt,
  ]);
  const analyses = (
    [
      ['Targeted attacks', targeted],
      ['New examples', existence],
      ['Minimal perturbation', leastPerturbation],
      ['Success against the budget', epsilonCurve],
      ...transfers.map((one) => [`Transfer from ${one.surrogate}`, one] as const),
    ] as const
  ).flatMap(([name, one]) => (one ? [[name, one.id, one.engine, duration(one.seconds), one.createdAt]] : []));
  const evaluation = model.evaluation ? [['Evaluation', '–', '–', '–', model.evaluation.createdAt]] : [];
  return [...evaluation, ...attacks, ...analyses].map(([name, id, engine, took, createdAt]) => [
    escape(name ?? ''),
    `<code>${escape((id ?? '').slice(0, 8))}</code>`,
    escape(engine ?? ''),
    took ?? '',
    momentUtc(createdAt ?? ''),
  ]);
}
