import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ATTACK_METHODS } from '../../src-shared/attacks/index.ts';
import { CLASS_NAMES } from '../../src-shared/ecg.ts';

const PROTOCOL = path.resolve(import.meta.dirname, '../../studies/demo/protocol.json');

/** Words that would tell something: arms, methods, records, classes, and the stores that they lie in. */
export function tellingWords(rows: readonly Record<string, string>[]): RegExp {
  const truths = rows.flatMap(({ arm, record, attack }) => [arm!, record!, attack!]);
  const words = [...truths, ...ATTACK_METHODS, ...Object.values(CLASS_NAMES), 'adversarial', 'perturb', 'original'];
  return new RegExp(
    String.raw`\b(${[...new Set(words)].join('|')}|S\d{5})\b|real_?side|\.(mat|hea|sqlite|npz|csv)\b`,
    'i',
  );
}

/** The protocol's own texts, the same for every pair of a task, name classes; they are all that may. */
export function withoutInstructions(text: string): string {
  const { tasks } = JSON.parse(readFileSync(PROTOCOL, 'utf8')) as { tasks: { instructions: string }[] };
  return tasks.reduce((rest, { instructions }) => rest.replaceAll(instructions, ''), text);
}
