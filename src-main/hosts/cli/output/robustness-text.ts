import type { Proportion } from '../../../../src-shared/analyses/common.ts';
import { decimal, MISSING, upTo } from '../../../../src-shared/format/number.ts';
import { percent } from '../../../../src-shared/format/share.ts';
import { CERTIFIED_KINDS, CERTIFIED_WORDS, type Robustness } from '../../../../src-shared/analyses/robustness.ts';
import { textTable } from './text-table.ts';

/** Models under attack as text. */
export function robustnessText({ dataset, split, models, epsilonsUv }: Robustness): string {
  const rows = models.flatMap(({ name, clean, worst, certified }) => [
    [
      ...[name, percent(clean?.accuracy), decimal(clean?.meanF1, 3), 'correct under attack'],
      ...worst.map((one) => shown(one?.robust)),
    ],
    ...CERTIFIED_KINDS.filter((kind) => certified[kind].some(Boolean)).map((kind) => [
      ...['', '', '', CERTIFIED_WORDS[kind].toLowerCase()],
      ...certified[kind].map((one) => shown(one?.certified)),
    ]),
  ]);
  const attacks = models.flatMap(({ worst }) => worst.flatMap((one) => one?.attacks ?? []));
  const isMissing = models.some(({ worst }) => worst.includes(null));
  return [
    `${split} records of ${dataset}. Accuracy and mean F1: all of them. Under attack: of the records judged at ε (µV, at every sample), those that no stored attack of this size or a smaller one takes the label from.`,
    '',
    textTable(['model', 'accuracy', 'mean F1', '', ...epsilonsUv.map((uv) => `ε ${upTo(uv, 2)}`)], rows),
    '',
    attacks.length === 0 ? 'Nothing was attacked.' : `Attacks: ${[...new Set(attacks)].sort().join('; ')}.`,
    ...(isMissing
      ? [`${MISSING}: not computed. The same command with --fill computes it; certificates: equipoise certify.`]
      : []),
  ].join('\n');
}

function shown(found: Proportion | undefined): string {
  return found ? `${percent(found.rate)} of ${found.of}` : MISSING;
}
