import { foundOnText } from '../../../../src-shared/attacks/found-on.ts';
import type { AttackRun } from '../../../../src-shared/contract/attacks.ts';
import type { Verification } from '../../../../src-shared/contract/verification.ts';
import { moment } from '../../../../src-shared/format/moment.ts';
import { count } from '../../../../src-shared/format/number.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';
import { SPLIT_NAMES } from '../../../format/words.ts';
import { optionFacts } from './option-facts.ts';

export interface NewestVerification {
  createdAt: string;
  result: Pick<Verification, 'intact'>;
}

/** What a run's page says of how it was made, each under a name of its own. `unitsPerMv`: of its dataset, where it is known. */
export function runFacts(
  { options, summary, classes, split, engine, createdAt }: AttackRun,
  unitsPerMv: number | undefined,
  verified: NewestVerification | undefined,
): { name: string; value: string; title?: string }[] {
  const leftOut = leftOutText(summary.leftOut);
  const { foundOn, parts = [] } = summary;
  return [
    // Where it was found says how many records that were.
    ...optionFacts(options, unitsPerMv, classes, foundOn ? ['foundOnRecords'] : []),
    { name: 'Split', value: SPLIT_NAMES[split] },
    ...(leftOut === undefined ? [] : [{ name: 'Records', value: leftOut }]),
    ...(foundOn ? [{ name: 'Found on', value: foundOnText(foundOn) }] : []),
    ...parts.map(({ attack, tried, fooled }) => ({
      name: attack,
      value: `fooled ${count(fooled)} of ${count(tried)} left`,
    })),
    { name: 'Engine', value: engine },
    { name: 'Finished', value: moment(createdAt) },
    {
      name: 'Verified',
      value: verified
        ? `${verified.result.intact ? 'yes' : 'differs from what is stored'}, ${moment(verified.createdAt)}`
        : 'not yet',
    },
  ];
}
