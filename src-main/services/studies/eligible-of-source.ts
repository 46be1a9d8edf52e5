import type { ArmRecords } from '../../../src-shared/contract/outlook.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { PlannedArm } from '../../../src-shared/study/planned-arms.ts';
import type { RecordFacts } from '../../db/datasets/record-facts.ts';
import { sumOf } from '../../numeric/sums.ts';
import { offersOf } from '../../study/sources/index.ts';
import { conditionsOf } from '../../study/sources/offer-dataset.ts';
import type { Offer, Supply } from '../../study/sources/offer.ts';

/** Real tracings of an arm that the designer can look at. */
const PREVIEWED = 5;

interface Counted extends Omit<ArmRecords, 'task' | 'arm'> {
  /** Undefined where the source cannot be used. */
  offers?: readonly Offer<RecordFacts>[];
}

/** What the source of an arm has, and what of it may be shown. `supplied` may throw AppError 'bad-input'. */
export function eligibleOfSource({ pairs, quotas }: PlannedArm, supplied: () => Supply<RecordFacts>): Counted {
  try {
    const supply = supplied();
    const offers = offersOf(supply);
    const most = mostPairs(offers);
    const reals = new Map(offers.flatMap((offer) => offer.reals).map((real) => [real.id, real]));
    return {
      ...{ needed: pairs, tried: most, suitable: most, most, problem: null, offers },
      limits: limitsOf(supply, most),
      quotas: [...(quotas ?? [])].map(([code, needed]) => ({ code, needed, most: mostPairs(offers, code) })),
      ...{ exampleIds: [], recordIds: [...reals.keys()].slice(0, PREVIEWED) },
    };
  } catch (error) {
    const { code, message } = AppError.from(error);
    if (code !== 'bad-input') throw error;
    const nothing = { tried: 0, suitable: 0, most: 0, limits: [], quotas: [], exampleIds: [], recordIds: [] };
    return { ...nothing, needed: pairs, problem: message };
  }
}

function limitsOf(supply: Supply<RecordFacts>, most: number): ArmRecords['limits'] {
  if (supply.source.kind === 'pairs') return [{ by: 'listed', left: most }];
  let left = supply.made.records;
  const after = conditionsOf(supply).map(({ by, pass }) => {
    left = left.filter(pass);
    return { by, left: left.length };
  });
  return [{ by: 'made', left: supply.made.records.length }, ...after, { by: 'beside', left: most }];
}

/** How many pairs can be made of these offers, each record in one: those with the same real ones share them. */
function mostPairs(offers: readonly Offer<RecordFacts>[], code?: string): number {
  const isWanted = ({ label }: RecordFacts): boolean => code === undefined || label === code;
  return sumOf([...Map.groupBy(offers, ({ reals }) => reals)], ([reals, those]) =>
    Math.min(those.length, reals.filter(isWanted).length),
  );
}
