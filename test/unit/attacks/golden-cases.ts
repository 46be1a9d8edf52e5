import { readFileSync } from 'node:fs';
import type { AttackCase, AttackCases } from './attack-cases.ts';

const path = new URL('../../golden/attacks/cases.json', import.meta.url);

export const golden = JSON.parse(readFileSync(path, 'utf8')) as AttackCases;

/** The network and signal of one seed, whatever attack the case is of. */
export function goldenCase(seed: number): AttackCase {
  const found = golden.cases.find((c) => c.seed === seed);
  if (found === undefined) throw new Error(`cases.json has no case of seed ${seed}`);
  return found;
}
