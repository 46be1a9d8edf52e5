import {
  CERTIFIED_KINDS,
  CERTIFIED_WORDS,
  type RobustModel,
  type WorstCase,
} from '../../../src-shared/analyses/robustness.ts';
import type { Proportion } from '../../../src-shared/analyses/common.ts';
import { decimal, MISSING, upTo } from '../../../src-shared/format/number.ts';
import { countText, escape, named, paragraph, shareText, table } from './markup.ts';
import type { Section, SectionInput } from './section.ts';

/** Every model of which the workspace knows more than its scores, under attack and certified, at the same budgets. */
export function robustnessSection({ data: { robustness }, names }: SectionInput): Section | undefined {
  const { models, epsilonsUv } = robustness;
  if (!models.some(({ worst, certified }) => [worst, ...Object.values(certified)].flat().some(Boolean)))
    return undefined;
  const rows = models.flatMap((model) => [
    [escape(model.name), 'Correct under attack', ...scores(model), ...model.worst.map((one) => cell(one?.robust))],
    ...CERTIFIED_KINDS.flatMap((kind) => {
      const shares = model.certified[kind];
      if (!shares.some(Boolean)) return [];
      const stand = shares.map((one) => cell(one?.certified, one ? `σ ${upTo(one.sigmaUv, 1)}` : undefined));
      return [['', CERTIFIED_WORDS[kind], '', '', ...stand]];
    }),
  ]);
  return {
    id: 'robustness',
    title: 'Models under attack, side by side',
    html: [
      table(
        `${named(names.table(), 'Robustness')} Accuracy and mean F1 on all test records; then the share of all judged records, in percent, that is classified correctly whatever attack of at most ε µV at every sample was made (the worst case per record over all that are stored), and that is certified. Robust accuracy counts a record that was wrong before the attack as lost; an attack’s success rate is of the originally correct ones. Dash: not computed.`,
        [
          { head: 'Model' },
          { head: '', isFixed: true },
          { head: 'Accuracy (%)', isNumber: true },
          { head: 'Mean F1', isNumber: true },
          ...epsilonsUv.map((uv) => ({ head: `ε ${upTo(uv, 2)}`, isNumber: true })),
        ],
        rows,
      ),
      ...models.flatMap(({ name, worst }) => {
        const said = attacksOf(worst, epsilonsUv);
        return said === '' ? [] : [paragraph(`${name}: ${said}.`)];
      }),
    ].join('\n'),
  };
}

function scores({ clean }: RobustModel): [string, string] {
  return clean ? [shareText(clean.accuracy), decimal(clean.meanF1, 3)] : [MISSING, MISSING];
}

function cell(found: Proportion | undefined, more?: string): string {
  if (!found) return MISSING;
  const line = (text: string): string => `<span class="count">${escape(text)}</span>`;
  return [shareText(found.rate), line(countText(found)), more === undefined ? '' : line(more)].join('');
}

/** 'at ε 1, 2: Auto-PGD, 20 steps; at ε 10: …', one entry for each set of attacks. */
function attacksOf(worst: readonly (WorstCase | null)[], epsilonsUv: readonly number[]): string {
  const judged = epsilonsUv.flatMap((uv, at) => {
    const { attacks } = worst[at] ?? {};
    return attacks ? [{ uv, said: attacks.join(', ') }] : [];
  });
  return [...Map.groupBy(judged, ({ said }) => said)]
    .map(([said, those]) => `at ε ${those.map(({ uv }) => upTo(uv, 2)).join(', ')} by ${said}`)
    .join('; ');
}
