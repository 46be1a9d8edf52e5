import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Which records a pair is of, by their names. */
export interface PairNames {
  /** Of the attacked tracing. */
  record: string;
  /** Of the original tracing, where that is another one (a foil); else null. */
  otherRecord: string | null;
}

interface Planned {
  key: string;
  pairs: number;
  foils: number;
}

/**
 * The pairs of an arm and its foils, each sorted by the names of their records. Throws AppError 'bad-input' if there
 * are more or fewer than planned, or a record comes twice.
 */
export function pairsOfArm(
  found: readonly PairNames[],
  { key, pairs, foils }: Planned,
): [pairs: PairNames[], foils: PairNames[]] {
  const sorted = [...found].sort((a, b) => (a.record < b.record ? -1 : 1));
  const groups: [PairNames[], PairNames[]] = [
    sorted.filter(({ otherRecord }) => otherRecord === null),
    sorted.filter(({ otherRecord }) => otherRecord !== null),
  ];
  for (const [group, planned, name] of [
    [groups[0], pairs, 'pairs'],
    [groups[1], foils, 'foils'],
  ] as const)
    if (group.length !== planned) {
      const message = `Arm ${key} has ${group.length} records, but its protocol asks for ${planned} ${name}: give exactly ${planned}.`;
      throw new AppError('bad-input', message);
    }
  const repeated = sorted.find(({ record }, i) => sorted[i + 1]?.record === record);
  if (repeated) throw new AppError('bad-input', `Arm ${key} has record ${repeated.record} twice: give each one once.`);
  return groups;
}
