import { classListText, parseClassList } from '../../../../src-shared/parse-class-list.ts';
import type { ClassList } from '../../../../src-shared/class-list.ts';
import {
  type GivenNetworkInput,
  type NetworkInput,
  type NetworkOutput,
} from '../../../../src-shared/models/network-ports.ts';
import type { LookedAtNetwork } from '../../../../src-shared/models/networks.ts';
import { shellWord } from '../../../format/command.ts';
import type { Requests } from '../../../state/attempts.svelte.ts';

/** What is typed of a network; an empty field is what its file lets one suppose. */
export interface SaidOfNetwork {
  name: string;
  datasetId: string;
  samplingHz: number | undefined;
  unitsPerMv: number | undefined;
  unit: NetworkInput['unit'] | '';
  normalise: NetworkInput['normalise'];
  mean: number | undefined;
  deviation: number | undefined;
  length: number | undefined;
  fit: NetworkInput['fit'];
  /** Of the input's axes; undefined: as supposed. */
  timeAxis: number | undefined;
  gives: NetworkOutput['gives'] | '';
  output: string;
  classes: string;
  blackBox: boolean;
}

type Request = Requests['import-network'];

/** A form filled with what was asked for before, or empty. */
export function saidOfNetwork(before: Request | undefined): SaidOfNetwork {
  const { input, output } = before ?? {};
  return {
    name: before?.name ?? '',
    datasetId: before?.datasetId ?? '',
    samplingHz: before?.samplingHz,
    unitsPerMv: before?.unitsPerMv ?? 1000,
    unit: input?.unit ?? '',
    normalise: input?.normalise ?? 'none',
    mean: input?.mean,
    deviation: input?.deviation,
    length: input?.length ?? undefined,
    fit: input?.fit ?? 'after',
    timeAxis: input?.axes?.indexOf('time'),
    gives: output?.gives ?? '',
    output: output?.name ?? '',
    classes: before?.classes === undefined ? '' : classListText(before.classes),
    blackBox: before?.blackBox ?? false,
  };
}

/** What is asked for; undefined while something is missing or no list of classes. */
export function networkRequest(
  path: string,
  said: SaidOfNetwork,
  looked: LookedAtNetwork | undefined,
): Request | undefined {
  const { samplingHz, unitsPerMv, unit, normalise, mean, deviation, length, fit, timeAxis, gives, output } = said;
  const classes = classesOf(said);
  if (path.trim() === '' || samplingHz === undefined || unit === '' || classesProblem(said, looked) !== undefined)
    return undefined;
  const input: GivenNetworkInput = { unit };
  if (normalise !== 'none') input.normalise = normalise;
  if (mean !== undefined) input.mean = mean;
  if (deviation !== undefined) input.deviation = deviation;
  if (length !== undefined && length !== looked?.guess.input.length) input.length = length;
  if (fit !== 'after') input.fit = fit;
  if (timeAxis !== undefined && looked && timeAxis !== looked.guess.input.axes.indexOf('time')) {
    input.axes = looked.guess.input.axes.map((_, axis) => (axis === 0 ? 'batch' : axis === timeAxis ? 'time' : 'one'));
  }
  return {
    path: path.trim(),
    ...(said.name.trim() === '' ? {} : { name: said.name.trim() }),
    ...(said.datasetId === '' ? {} : { datasetId: said.datasetId }),
    samplingHz,
    ...(unitsPerMv === undefined || unitsPerMv === 1000 ? {} : { unitsPerMv }),
    input,
    ...(gives === '' && output === ''
      ? {}
      : { output: { ...(output === '' ? {} : { name: output }), ...(gives === '' ? {} : { gives }) } }),
    ...(Array.isArray(classes) ? { classes: [...(classes as ClassList)] } : {}),
    ...(said.blackBox ? { blackBox: true } : {}),
  };
}

/** What is wrong with the classes that are typed, given how many numbers the network gives. */
export function classesProblem(said: SaidOfNetwork, looked: LookedAtNetwork | undefined): string | undefined {
  const classes = classesOf(said);
  if (typeof classes === 'string' || classes === undefined) return classes;
  const needed = looked?.guess.classes ?? classes.length;
  if (classes.length === needed) return undefined;
  return `It gives ${needed} numbers for a record, and ${classes.length} classes are named.`;
}

/** The classes that are typed; undefined: those of the dataset; a string: what is wrong with them. */
function classesOf({ classes }: SaidOfNetwork): ClassList | string | undefined {
  return classes.trim() === '' ? undefined : parseClassList(classes);
}

/** The command that asks for the same. */
export function networkCommand(
  path: string,
  said: SaidOfNetwork,
  request: Request | undefined,
  dataset: string | undefined,
): string {
  const { input, output } = request ?? {};
  const flag = (name: string, value: string | number | undefined): string[] =>
    value === undefined || value === '' ? [] : [`--${name} ${typeof value === 'number' ? value : shellWord(value)}`];
  return [
    `models import ${path.trim() === '' ? '<network>' : shellWord(path.trim())}`,
    `--rate ${said.samplingHz ?? '<Hz>'}`,
    ...flag('gain', request?.unitsPerMv),
    `--unit ${said.unit === '' ? '<unit>' : said.unit}`,
    ...flag('normalise', input?.normalise),
    ...flag('mean', input?.mean),
    ...flag('deviation', input?.deviation),
    ...flag('length', input?.length ?? undefined),
    ...flag('fit', input?.fit),
    ...flag('axes', input?.axes?.join(',')),
    ...flag('gives', output?.gives),
    ...flag('output', output?.name),
    ...flag('classes', request?.classes && classListText(request.classes)),
    ...flag('dataset', dataset),
    ...(said.blackBox ? ['--black-box'] : []),
    ...flag('name', request?.name),
  ].join(' ');
}
