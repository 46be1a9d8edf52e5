import type { Effort } from '../attacks/more-effort.ts';
import { roundMicrovolts } from '../format/microvolts.ts';
import { pStatement } from '../format/p-value.ts';
import { outOf } from '../format/share.ts';
import type { ResultOf } from './index.ts';

export const EFFORT_NAMES: Record<Effort, string> = { steps: 'Twice the steps', starts: 'More random starts' };
/** Below this, chance does not explain that more effort fools other records. */
const LEVEL = 0.05;

type Curve = ResultOf<'epsilon-curve'>;
type WithEffort = NonNullable<Curve['effort']>[number];

/** Whether more of the attack fools more, beyond what chance explains. */
export function isMore({ gained, lost, p }: WithEffort): boolean {
  return gained > lost && p < LEVEL;
}

/** "Twice the steps at 10 µV (40 instead of 20 evaluations): 45 of 60 fooled, 2 gained and 1 lost (p = 1), no more than chance explains." */
export function effortSentence(one: WithEffort): string {
  const { what, epsilonUv, evaluations, fooled, gained, lost, p } = one;
  const meaning = isMore(one) ? 'so that the attack has not converged' : 'no more than chance explains';
  return `${EFFORT_NAMES[what]} at ${roundMicrovolts(epsilonUv)} µV (${evaluations.more} instead of ${evaluations.own} evaluations): ${outOf(fooled.count, fooled.of)} fooled, ${gained} gained and ${lost} lost (${pStatement(p)}), ${meaning}.`;
}

/** What a curve says of its attack: how far it gets, and whether more of it changes anything. */
export function convergenceSentences({ points, effort = [] }: Curve): string[] {
  const [last] = [...points].sort((a, b) => b.epsilonUnits - a.epsilonUnits);
  if (last === undefined) return [];
  const { epsilonUv, fooled } = last;
  const all = fooled.count === fooled.of ? ', which is all' : '';
  return [
    `At ${roundMicrovolts(epsilonUv)} µV it fools ${outOf(fooled.count, fooled.of)}${all}.`,
    ...effort.map(effortSentence),
  ];
}
