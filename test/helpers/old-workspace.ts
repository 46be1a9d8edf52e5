import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Services } from '../../src-main/services/create-services.ts';
import { reopenServices } from './open-services.ts';
import { temporaryFolder } from './temporary-folder.ts';
import type { tellWorkspace } from './tell-workspace.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FIXTURE = join(ROOT, 'test/golden/workspace');

/** What the version that made the workspace said about it, but for the exported files. */
export type Told = Omit<Awaited<ReturnType<typeof tellWorkspace>>, 'exports'>;

/** A copy of the workspace of commit 8746c3c, opened by the program as it is now, with the models that ship with it. */
export async function openOldWorkspace(): Promise<Services> {
  const appRoot = temporaryFolder();
  cpSync(join(FIXTURE, 'workspace'), join(appRoot, 'workspace'), { recursive: true });
  symlinkSync(join(ROOT, 'resources'), join(appRoot, 'resources'));
  return reopenServices(appRoot);
}

/** What that version said of one topic. */
export function toldThen<Topic extends keyof Told>(topic: Topic): Told[Topic] {
  return JSON.parse(readFileSync(join(FIXTURE, 'told', `${topic}.json`), 'utf8')) as Told[Topic];
}

/** The files that it exported of the study, by name. */
export function exportedThen(): Record<string, string> {
  const topics = new Set(readdirSync(join(FIXTURE, 'told')).filter((name) => !name.startsWith('old-study')));
  const names = readdirSync(join(FIXTURE, 'told')).filter((name) => !topics.has(name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(FIXTURE, 'told', name), 'utf8')]));
}

/** The names of a CSV file's columns. */
export function headOf(csv: string): string[] {
  return (parse(csv) as string[][])[0] ?? [];
}

/** These columns of a CSV file, whatever others it has; numbers with the twelve digits that are exported. */
export function columnsOf(csv: string, names: readonly string[]): string[][] {
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  return rows.map((row) => names.map((name) => exactly(row[name] ?? 'missing')));
}

function exactly(cell: string): string {
  return /^-?\d+\.\d+(e-?\d+)?$/.test(cell) ? String(Number(Number(cell).toPrecision(12))) : cell;
}

/** What an attack of that version stored, or meant, where nothing else was asked for. */
const DEFAULT_OPTIONS: Record<string, unknown> = {
  ...{ epsilonUnits: 10, alphaUnits: 1, pgdSteps: 20, sapSteps: 40, kernels: 'cross25', padding: 'masked' },
  ...{ target: null, loss: 'cross-entropy', randomStart: false, restarts: 1, seed: 1, binarySearchSteps: 6 },
  ...{ adamSteps: 100, learningRateUnits: 0.5, initialC: 1, confidence: 0, spsaSteps: 100, spsaPairs: 5 },
  ...{ blockSamples: 20, probeUnits: 2 },
  // Options that came later, at what was always done before.
  ...{ survives: 'storing', deviceDraws: 4 },
};

/** What is told of a study now, from rows that were there then. */
const LATER = new Set(['survival', 'madeFrom']);
/** What studies of then do not have: a secret, a rehearsal on a copy, withdrawn sessions. */
const LATER_OR_NULL = new Set(['commitment', 'rehearsalOf', 'withdrawn']);

/**
 * The same as plain JSON, in which the options of every attack are only those that say something. That version stored
 * the options of all methods with every attack, each at its default unless it was asked for; what a method does not use
 * need not be read. Nor need `survival`, a curve that a least perturbation stored beside the records that it follows from, nor
 * what was told of no study then.
 */
export function essence(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => {
      if (LATER.has(key) || (LATER_OR_NULL.has(key) && item === null)) return undefined;
      if (typeof item !== 'object' || item === null || !('method' in item && 'epsilonUnits' in item)) return item;
      return Object.fromEntries(Object.entries(item).filter(([name, option]) => DEFAULT_OPTIONS[name] !== option));
    }),
  );
}
