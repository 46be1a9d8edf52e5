import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { ArrayLayout } from '../../../src-shared/datasets/said-of-signals.ts';
import { shellWord } from '../../format/command.ts';

/** What is typed of files and labels that do not say everything themselves; empty where nothing is. */
export interface SaidAtImport {
  rateHz: number | undefined;
  unit: string;
  columns: string;
  layout: ArrayLayout | '';
  labelColumn: string;
  classes: string;
  labelBase: '' | '0' | '1';
}

/** As it was typed before. */
export function saidBefore(before: ReadingOptions | undefined): SaidAtImport {
  return {
    rateHz: before?.said?.rateHz,
    unit: before?.said?.unit ?? '',
    columns: before?.said?.columns?.join(',') ?? '',
    layout: before?.said?.layout ?? '',
    labelColumn: before?.labelColumn ?? '',
    classes: before?.classes ?? '',
    labelBase: before?.labelBase === undefined ? '' : before.labelBase === 0 ? '0' : '1',
  };
}

/** What is sent of it: nothing that was left empty. */
export function saidRequest(
  typed: SaidAtImport,
): Pick<ReadingOptions, 'said' | 'labelColumn' | 'classes' | 'labelBase'> {
  const { rateHz, layout, labelBase } = typed;
  const [unit, columns, labelColumn, classes] = [typed.unit, typed.columns, typed.labelColumn, typed.classes].map(
    (text) => (text.trim() === '' ? undefined : text.trim()),
  );
  const said = {
    ...(rateHz === undefined ? {} : { rateHz }),
    ...(unit === undefined ? {} : { unit }),
    ...(columns === undefined ? {} : { columns: columns.split(',').map((name) => name.trim()) }),
    ...(layout === '' ? {} : { layout }),
  };
  return {
    ...(Object.keys(said).length === 0 ? {} : { said }),
    ...(labelColumn === undefined ? {} : { labelColumn }),
    ...(classes === undefined ? {} : { classes }),
    ...(labelBase === '' ? {} : { labelBase: labelBase === '0' ? 0 : 1 }),
  };
}

/** The same as flags of the command line. */
export function saidFlags(typed: SaidAtImport): string[] {
  const { said, labelColumn, classes, labelBase } = saidRequest(typed);
  const flag = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))];
  return [
    ...flag('rate', said?.rateHz),
    ...flag('unit', said?.unit),
    ...flag('columns', said?.columns?.join(',')),
    ...flag('layout', said?.layout),
    ...flag('label-column', labelColumn),
    ...flag('classes', classes),
    ...flag('label-base', labelBase),
  ];
}
