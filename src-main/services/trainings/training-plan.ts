import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import {
  givenTrainOptionsSchema,
  type GivenTrainOptions,
  type TrainOptions,
} from '../../../src-shared/models/train-options.ts';

const otherModelSchema = z.strictObject({ id: z.string(), name: z.string(), sha256: z.string() });

/** What a training was started with, beside its checkpoint: none of it has to be given again to resume. */
const planSchema = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  name: z.string(),
  dataset: z.strictObject({ id: z.string(), name: z.string() }),
  /** SHA-256 of the hash, class and split of every record used, in order. */
  recordsSha256: z.string(),
  /** Options that a plan of an earlier version lacks have the default of its model. */
  options: givenTrainOptionsSchema,
  /** The models of `options.teachers`, as they were. */
  teachers: z.array(otherModelSchema).default([]),
  /** The model of `options.startFrom`, as it was. */
  startFrom: otherModelSchema.optional(),
  /** The process that works on it; null once it has stopped cleanly. */
  pid: z.int().nullable(),
});
export type TrainingPlan = z.infer<typeof planSchema>;

/** The plan of a training that begins now, in this process, with this seed in place of that of the options. */
export function newPlan(
  {
    dataset,
    options,
    teachers,
    startFrom,
    recordsSha256,
  }: Pick<TrainingPlan, 'dataset' | 'options' | 'teachers' | 'startFrom' | 'recordsSha256'>,
  seed: number,
  name: string,
): TrainingPlan {
  return {
    ...{ format: 1, id: randomUUID(), name, recordsSha256, teachers, pid: process.pid },
    dataset: { id: dataset.id, name: dataset.name },
    options: {
      ...options,
      seed,
      teachers: teachers.map(({ id }) => id),
      ...(startFrom && { startFrom: startFrom.id }),
    },
    ...(startFrom && { startFrom }),
  };
}

/** What a person repeats when resuming a training; it must be as at the start. */
export interface RepeatedRequest {
  datasetId?: string | undefined;
  name?: string | undefined;
  options?: GivenTrainOptions;
}

const FILE = 'training.json';

export function writePlan(folder: string, plan: TrainingPlan): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(plan, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

export function hasPlan(folder: string): boolean {
  return existsSync(join(folder, FILE));
}

/** The plan in a folder, or undefined if there is none. Throws AppError 'damaged'. */
export function readPlan(folder: string): TrainingPlan | undefined {
  if (!hasPlan(folder)) return undefined;
  const path = join(folder, FILE);
  try {
    return planSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new AppError(
      'damaged',
      `${path} is damaged, so the training cannot be resumed. Delete the folder and start a new training.`,
      { path },
      { cause },
    );
  }
}

/** Throws AppError 'conflict' if something that is repeated differs. */
export function refuseOthers(plan: TrainingPlan, repeated: RepeatedRequest): void {
  const others: string[] = [];
  const compare = (what: string, given: unknown, stored: unknown): void => {
    if (given !== undefined && JSON.stringify(given) !== JSON.stringify(stored))
      others.push(`${what} ${String(given)} (it has ${String(stored)})`);
  };
  compare('dataset', repeated.datasetId, plan.dataset.id);
  compare('name', repeated.name, plan.name);
  for (const [key, given] of Object.entries(repeated.options ?? {}))
    compare(key, given, plan.options[key as keyof TrainOptions]);
  if (others.length === 0) return;
  throw new AppError(
    'conflict',
    `The training ${plan.id} was started with values other than those given: ${others.join(', ')}. Leave them out to resume it, or start a new one without --resume.`,
  );
}
