import type { GapPolicy } from '../../../src-shared/datasets/gap-policy.ts';
import type { LookedAtDataset } from '../../../src-shared/datasets/looked-at-dataset.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { ArrayLayout } from '../../../src-shared/datasets/said-of-signals.ts';
import { shellWord } from '../../format/command.ts';

/** What is typed of files and labels that do not say everything themselves; empty where nothing is. */
export interface SaidAtImport {
  lead: string;
  keepLeads: boolean;
  gaps: GapPolicy['kind'];
  /** Of gaps that are interpolated. */
  mostMs: number | undefined;
  rateHz: number | undefined;
  unit: string;
  columns: string;
  layout: ArrayLayout | '';
  labelColumn: string;
  classes: string;
  labelBase: '' | '0' | '1';
}

const USUAL_MOST_MS = 100;

/** As it was typed before, or as files suggest it. */
export function saidBefore(before: ReadingOptions | undefined): SaidAtImport {
  return {
    lead: before?.lead ?? '',
    keepLeads: before?.keepLeads ?? false,
    gaps: before?.gaps?.kind ?? 'refuse',
    mostMs: before?.gaps?.kind === 'interpolate' ? before.gaps.mostMs : USUAL_MOST_MS,
    rateHz: before?.said?.rateHz,
    unit: before?.said?.unit ?? '',
    columns: before?.said?.columns?.join(',') ?? '',
    layout: before?.said?.layout ?? '',
    labelColumn: before?.labelColumn ?? '',
    classes: before?.classes ?? '',
    labelBase: before?.labelBase === undefined ? '' : before.labelBase === 0 ? '0' : '1',
  };
}

/**
 * What is typed, with what files suggest where nothing is.
 * @param filled what was filled in already: a field that was emptied stays so
 */
export function withSupposed(
  typed: SaidAtImport,
  supposed: ReadingOptions,
  filled: LookedAtDataset['because'],
): SaidAtImport {
  const [empty, suggested] = [saidBefore(undefined), saidBefore(supposed)];
  return merged(typed, (key) => {
    const isLeft = key !== 'keepLeads' && filled[key === 'mostMs' ? 'gaps' : key] === undefined;
    return isLeft && typed[key] === empty[key] ? suggested[key] : typed[key];
  });
}

/** What is typed, without what stands there only since other files suggested it. */
export function withoutSupposed(typed: SaidAtImport, supposed: ReadingOptions): SaidAtImport {
  const [empty, suggested] = [saidBefore(undefined), saidBefore(supposed)];
  return merged(typed, (key) => (typed[key] === suggested[key] ? empty[key] : typed[key]));
}

function merged(
  typed: SaidAtImport,
  valueOf: (key: keyof SaidAtImport) => SaidAtImport[keyof SaidAtImport],
): SaidAtImport {
  const keys = Object.keys(typed) as (keyof SaidAtImport)[];
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as unknown as SaidAtImport;
}

/** What is sent of it: nothing that was left empty. */
export function saidRequest(typed: SaidAtImport): ReadingOptions {
  const { keepLeads, gaps, mostMs, rateHz, layout, labelBase } = typed;
  const [lead, unit, columns, labelColumn, classes] = [
    ...[typed.lead, typed.unit, typed.columns, typed.labelColumn, typed.classes],
  ].map((text) => (text.trim() === '' ? undefined : text.trim()));
  const said = {
    ...(rateHz === undefined ? {} : { rateHz }),
    ...(unit === undefined ? {} : { unit }),
    ...(columns === undefined ? {} : { columns: columns.split(',').map((name) => name.trim()) }),
    ...(layout === '' ? {} : { layout }),
  };
  return {
    ...(lead === undefined ? {} : { lead }),
    ...(keepLeads ? { keepLeads } : {}),
    ...(gaps === 'longest' ? { gaps: { kind: gaps } } : {}),
    ...(gaps === 'interpolate' ? { gaps: { kind: gaps, mostMs: mostMs ?? USUAL_MOST_MS } } : {}),
    ...(Object.keys(said).length === 0 ? {} : { said }),
    ...(labelColumn === undefined ? {} : { labelColumn }),
    ...(classes === undefined ? {} : { classes }),
    ...(labelBase === '' ? {} : { labelBase: labelBase === '0' ? 0 : 1 }),
  };
}

/** The same as flags of the command line. */
export function saidFlags(typed: SaidAtImport): string[] {
  const { lead, keepLeads, gaps, said, labelColumn, classes, labelBase } = saidRequest(typed);
  const flag = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))];
  return [
    ...flag('lead', lead),
    ...(keepLeads === true ? ['--keep-leads'] : []),
    ...flag('gaps', gaps?.kind === 'interpolate' ? gaps.mostMs : gaps?.kind),
    ...flag('rate', said?.rateHz),
    ...flag('unit', said?.unit),
    ...flag('columns', said?.columns?.join(',')),
    ...flag('layout', said?.layout),
    ...flag('label-column', labelColumn),
    ...flag('classes', classes),
    ...flag('label-base', labelBase),
  ];
}
