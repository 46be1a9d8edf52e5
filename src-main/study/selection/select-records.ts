import { AppError } from '../../../src-shared/errors/app-error.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { Offer, SourceRecord } from '../sources/offer.ts';
import { fillSlots, type Slot } from './assign-records.ts';
import { distinctScope } from './distinct-scope.ts';

/** What a pair without an attack is of. */
export interface ChosenRecords<Record> {
  real: Record;
  made: Record;
}

/** The offers of an arm, and the dataset of its made records. */
export interface ArmOffers<Record extends SourceRecord> {
  dataset: string;
  offers: readonly Offer<Record>[];
}

/**
 * Chooses the pairs of every arm that has a source: armKey → as many as it shows, in the order of its offers. Within the
 * scope of `distinctRecords` neither a real nor a made record comes twice, and no real one of `taken` (armKey → names): the
 * arms that have an attack choose first. A made record is passed over where no real one is left for it. Throws AppError
 * 'bad-input' that says how many pairs were found.
 */
export function selectRecords<Record extends SourceRecord>(
  protocol: Protocol,
  supplies: ReadonlyMap<string, ArmOffers<Record>>,
  taken: ReadonlyMap<string, readonly string[]>,
): Map<string, ChosenRecords<Record>[]> {
  const scopeOf = distinctScope(protocol);
  const arms = protocol.tasks.flatMap((task) =>
    plannedArms(task).map(({ name, pairs }) => {
      const key = armKey(task.id, name);
      return { key, pairs, scope: scopeOf(task.id, key), supply: supplies.get(key) };
    }),
  );
  const chosen = new Map<string, ChosenRecords<Record>[]>();
  for (const scope of new Set(arms.map((arm) => arm.scope))) {
    const inScope = arms.filter((arm) => arm.scope === scope);
    const used = new Set(inScope.flatMap(({ key }) => taken.get(key) ?? []));
    const wishesOf = wishesWithout(used);
    const places = inScope.flatMap(({ key, supply }) =>
      (supply?.offers ?? []).map((offer) => {
        const slot: Slot = {
          ...{ group: key, key: `${supply?.dataset ?? ''}/${offer.made.name}`, wishes: wishesOf(offer.reals) },
        };
        return { key, offer, slot };
      }),
    );
    const needed = new Map(inScope.map(({ key, pairs }) => [key, pairs]));
    const assigned = fillSlots(
      places.map(({ slot }) => slot),
      needed,
    );
    for (const { key, pairs, supply } of inScope) {
      if (!supply) continue;
      const found = places.flatMap(({ key: own, offer }, position): ChosenRecords<Record>[] => {
        const real = own === key ? offer.reals.find(({ name }) => name === assigned[position]) : undefined;
        return real ? [{ real, made: offer.made }] : [];
      });
      if (found.length < pairs) throw tooFew(protocol, key, pairs, found.length, supply.offers.length);
      chosen.set(key, found);
    }
  }
  return chosen;
}

/** Names of those of these records that are not used; the same list for all offers of the same records. */
function wishesWithout(used: ReadonlySet<string>): (reals: readonly SourceRecord[]) => readonly string[] {
  const known = new Map<readonly SourceRecord[], string[]>();
  return (reals) => {
    const wishes = known.get(reals) ?? reals.map(({ name }) => name).filter((name) => !used.has(name));
    known.set(reals, wishes);
    return wishes;
  };
}

function tooFew({ options }: Protocol, arm: string, needed: number, found: number, offered: number): AppError {
  const apart = options.distinctRecords === 'none' ? 'its pairs' : `the pairs that share records with no other arm`;
  return new AppError(
    'bad-input',
    `Arm ${arm} needs ${needed} pairs, and ${found} were found: its source offers ${offered} made records, and ${apart} need a real one of their own beside each. ` +
      `Take datasets with more records that fit together${found > 0 ? `, or lower its "pairs" to ${found}` : ''}${options.distinctRecords === 'none' ? '' : ', or set "distinctRecords" to "none" so that arms may share records'}.`,
    { arm, needed, found },
  );
}
