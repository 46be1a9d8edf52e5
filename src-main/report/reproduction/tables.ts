import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import { ANALYSIS_TABLES, type AnalysisRow } from '../../../src-shared/analyses/tables.ts';
import { attackOf } from '../../../src-shared/attacks/index.ts';
import type { FieldDeclaration } from '../../../src-shared/tables/field-declaration.ts';
import { ANALYSIS_ROWS } from '../analysis-rows.ts';
import { ROBUSTNESS_FIELDS } from '../../../src-shared/analyses/robustness.ts';
import { robustnessRows } from '../robustness-rows.ts';
import { toCsv } from '../csv.ts';
import { compareWithPaper, verdictOf } from './comparison.ts';
import type { ReproducedAttack, ReproducedModel, ReproductionData } from './data.ts';
import { explain } from './explain.ts';
import { METRIC_FIELDS } from './metric-fields.ts';

/** A field that is a number, or nothing. */
function number(name: string, description: string, unit?: string): FieldDeclaration {
  return { name, type: 'number', nullable: true, description, ...(unit === undefined ? {} : { unit }) };
}
const text = (name: string, description: string): FieldDeclaration => ({ name, type: 'text', description });

export interface ReportTable {
  file: string;
  fields: readonly FieldDeclaration[];
  rows: Record<string, string | number | null>[];
}

/** The tables of the report, each a CSV file beside it; shares are 0 to 1. */
export function reportTables(data: ReproductionData): ReportTable[] {
  return [
    comparisonTable(data),
    attackTable(data),
    targetedTable(data),
    existenceTable(data),
    metricTable(data),
    ...causeTables(data),
    robustnessTable(data),
  ];
}

export function tableCsv({ fields, rows }: ReportTable): string {
  return toCsv(fields, rows);
}

function comparisonTable(data: ReproductionData): ReportTable {
  const entries = compareWithPaper(data);
  return {
    file: 'comparison.csv',
    fields: [
      text('figure', 'What is compared'),
      number('paper', 'The paper’s'),
      text('model', 'Whose figure follows'),
      number('ours', 'Ours'),
      number('low', 'Lower end of the 95 % interval'),
      number('high', 'Upper end of the 95 % interval'),
      number('count', 'Numerator, where it is a proportion'),
      number('of', 'Denominator'),
      text('verdict', 'Where ours lies: agrees, above, below, uncompared'),
      text('differs', 'What differs from the paper'),
      text('explanation', 'Why it differs from the paper’s, as far as our numbers tell'),
    ],
    rows: entries.flatMap((entry) =>
      data.models.flatMap((model, index) => {
        const ours = entry.ours[index];
        if (!ours) return [];
        return [
          {
            figure: entry.what,
            paper: entry.paper,
            model: model.name,
            ours: ours.value,
            low: ours.interval?.[0] ?? null,
            high: ours.interval?.[1] ?? null,
            count: ours.count,
            of: ours.of,
            verdict: verdictOf(ours, entry.paper),
            differs: entry.differs.map(({ title }) => title).join('; '),
            explanation: index === 0 ? explain(entry, data) : '',
          },
        ];
      }),
    ),
  };
}

/** Missing where no network was trained for it. */
function causeTables({ causes }: ReproductionData): ReportTable[] {
  if (causes.length === 0) return [];
  return [
    {
      file: 'causes.csv',
      fields: [
        text('training', 'What was changed in the training of the network tiny'),
        text('model', 'Its name in the workspace'),
        number('epochs', 'Epochs trained'),
        number('best_epoch', 'The epoch that was kept'),
        number('accuracy', 'On the test records'),
        number('mean_f1', 'Mean F1 over Normal, AF and Other'),
        number('median_confidence', 'Median probability of its class among the records that it gets right'),
        text('attack', 'Method, with the paper’s goals'),
        number('attackable', 'Records that it gets right'),
        number('fooled', 'Of these, fooled'),
        number('success', 'fooled / attackable'),
        number('low', 'Wilson 95 %, lower end'),
        number('high', 'Wilson 95 %, upper end'),
        text('run', 'Id of the stored run'),
      ],
      rows: causes.flatMap((cause) =>
        cause.attacks.map(({ options, summary, runId }) => ({
          training: cause.title,
          model: cause.model,
          epochs: cause.epochs,
          best_epoch: cause.bestEpoch,
          accuracy: cause.evaluation?.metrics.accuracy ?? null,
          mean_f1: cause.evaluation?.metrics.meanF1 ?? null,
          median_confidence: cause.medianConfidence,
          attack: attackOf(options.method).name,
          attackable: summary.attackable,
          fooled: summary.fooled,
          success: summary.asr,
          low: summary.asrInterval?.[0] ?? null,
          high: summary.asrInterval?.[1] ?? null,
          run: runId,
        })),
      ),
    },
  ];
}

const everyAttack = (model: ReproducedModel): ReproducedAttack[] => [...model.attacks, ...model.blackBox];

function attackTable(data: ReproductionData): ReportTable {
  return {
    file: 'attacks.csv',
    fields: [
      text('model', 'Model'),
      text('attack', 'Method'),
      text('goals', 'han2020: AF to Normal, the others away from their label; untargeted: all away from it'),
      number('records', 'Records attacked'),
      number('originally_correct', 'Records classified correctly before the attack'),
      number('attackable', 'Of these, the ones not of the target’s class already'),
      number('fooled', 'Attackable records that were fooled'),
      number('success', 'fooled / attackable'),
      number('low', 'Wilson 95 %, lower end'),
      number('high', 'Wilson 95 %, upper end'),
      number('noise_control', 'Share fooled by a random direction of the same size and spectrum'),
      number('accuracy_under_attack', 'Share of all attacked records that still get their label'),
      number('zero_gradient', 'Records whose gradient was zero at some step'),
      number('seconds_per_record', 'Computing time per record', 's'),
      text('run', 'Id of the stored run'),
    ],
    rows: data.models.flatMap((model) =>
      everyAttack(model).map(({ options, goal, summary, runId }) => ({
        model: model.name,
        attack: attackOf(options.method).name,
        goals: goal,
        records: summary.records,
        originally_correct: summary.originallyCorrect,
        attackable: summary.attackable,
        fooled: summary.fooled,
        success: summary.asr,
        low: summary.asrInterval?.[0] ?? null,
        high: summary.asrInterval?.[1] ?? null,
        noise_control: summary.noiseControl?.rate ?? null,
        accuracy_under_attack: summary.accuracyUnderAttack,
        zero_gradient: summary.zeroGradient,
        seconds_per_record: summary.secondsPerRecord,
        run: runId,
      })),
    ),
  };
}

function targetedTable(data: ReproductionData): ReportTable {
  return {
    file: 'table1.csv',
    fields: [
      text('model', 'Model'),
      ...ANALYSIS_TABLES['targeted-table'].fields,
      text('verdict', 'Where ours lies: agrees, above, below, uncompared'),
    ],
    rows: data.models.flatMap((model) =>
      (model.table === null ? [] : ANALYSIS_ROWS['targeted-table'](model.table.result, CINC_2017_CLASSES)).map(
        (row) => ({
          model: model.name,
          ...row,
          verdict: verdictOf(cellEstimate(row), row.paper),
        }),
      ),
    ),
  };
}

function existenceTable(data: ReproductionData): ReportTable {
  return {
    file: 'existence.csv',
    fields: [text('model', 'Model'), ...ANALYSIS_TABLES.existence.fields],
    rows: data.models.flatMap((model) =>
      (model.existence === null ? [] : ANALYSIS_ROWS.existence(model.existence.result, CINC_2017_CLASSES)).map(
        (row) => ({
          model: model.name,
          ...row,
        }),
      ),
    ),
  };
}

function cellEstimate({ success, low, high }: AnalysisRow<'targeted-table'>): Parameters<typeof verdictOf>[0] {
  return success === null ? null : { value: success, interval: low === null || high === null ? null : [low, high] };
}

function robustnessTable({ robustness }: ReproductionData): ReportTable {
  return { file: 'robustness.csv', fields: [...ROBUSTNESS_FIELDS], rows: robustnessRows(robustness) };
}

function metricTable(data: ReproductionData): ReportTable {
  return {
    file: 'perturbations.csv',
    fields: [
      text('model', 'Model'),
      text('attack', 'Method'),
      text('goals', 'As in attacks.csv'),
      text('metric', 'Measure of the perturbation'),
      text('unit', 'Its unit; empty for a count or a share'),
      number('records', 'Attackable records for which it is defined'),
      number('q1', 'First quartile'),
      number('median', 'Median'),
      number('q3', 'Third quartile'),
    ],
    rows: data.models.flatMap((model) =>
      everyAttack(model).flatMap(({ options, goal, perturbation }) =>
        perturbation.map(({ name, records, q1, median, q3 }) => {
          const field = METRIC_FIELDS.find((one) => one.name === name);
          return {
            model: model.name,
            attack: attackOf(options.method).name,
            goals: goal,
            metric: field?.label ?? name,
            unit: field?.percent ? '' : (field?.unit ?? ''),
            records,
            q1,
            median,
            q3,
          };
        }),
      ),
    ),
  };
}
