import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';
import { sumOf } from '../../numeric/sums.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';

/** The whole of a model of trees, in place of a network. */
export const TREES_FILE = 'trees.json';
const MOST_BYTES = 256 * 1024 ** 2;

const position = z.int().nonnegative();
/** A binary tree in arrays; node 0 is its root. */
const treeSchema = z
  .object({
    /** −1: a leaf. */
    feature: z.array(z.int().min(-1)).min(1),
    /** Values of at most this go left. */
    limit: z.array(z.number()),
    /** 1: a missing value goes left. */
    missingLeft: z.array(z.int().min(0).max(1)),
    left: z.array(position),
    right: z.array(position),
    /** Of a leaf. */
    value: z.array(z.number()),
  })
  .refine(isTree, { error: 'must be a tree: every branch leads to a later node' });
export type Tree = z.infer<typeof treeSchema>;

const boostedSchema = z
  .object({
    version: z.literal(1),
    /** Names of what is measured of a record, in the order by which trees know them. */
    features: z.array(z.string()).min(1),
    /** The scores of the classes before the first tree. */
    base: z.array(z.number()).min(2),
    /** One tree for each class in every round; they are added. */
    rounds: z.array(z.array(treeSchema)),
  })
  .refine(({ base, rounds }) => rounds.every((round) => round.length === base.length), {
    error: 'must have a tree for each class in every round',
  });
export type Boosted = Omit<z.infer<typeof boostedSchema>, 'version'>;

/** Undefined in the folder of a network. Throws AppError 'damaged' that names file and field. */
export function readTreesFile(folder: string): Boosted | undefined {
  const path = join(folder, TREES_FILE);
  if (!existsSync(path)) return undefined;
  return parseJson(readRegular(path, MOST_BYTES).toString('utf8'), boostedSchema, {
    kind: 'model of trees',
    where: path,
    cure: 'Restore the folder of the model, or train it again.',
  });
}

/** Branches and leaves of all its trees: what stands for the parameters of a network. */
export function nodesOf({ rounds }: Pick<Boosted, 'rounds'>): number {
  return sumOf(rounds.flat(), ({ feature }) => feature.length);
}

export function writeTreesFile(folder: string, model: Boosted): void {
  writeFileSync(join(folder, TREES_FILE), `${JSON.stringify({ version: 1, ...model })}\n`);
}

/** Whether a walk from the root always ends in a leaf. */
function isTree({
  feature,
  ...lists
}: z.infer<z.ZodObject<{ feature: z.ZodArray<z.ZodInt> }>> & Record<string, number[]>): boolean {
  const n = feature.length;
  if (!Object.values(lists).every((list) => list.length === n)) return false;
  return feature.every(
    (own, node) =>
      own < 0 || [lists['left'], lists['right']].every((list) => (list?.[node] ?? 0) > node && (list?.[node] ?? n) < n),
  );
}
