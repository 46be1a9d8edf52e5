import { AppError } from '../../../src-shared/errors/app-error.ts';
import { counted } from '../../../src-shared/format/counted.ts';
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
    plannedArms(task).map(({ name, pairs, quotas }) => {
      const key = armKey(task.id, name);
      return { key, pairs, quotas, scope: scopeOf(task.id, key), supply: supplies.get(key) };
    }),
  );
  const chosen = new Map<string, ChosenRecords<Record>[]>();
  for (const scope of new Set(arms.map((arm) => arm.scope))) {
    const inScope = arms.filter((arm) => arm.scope === scope);
    const used = new Set(inScope.flatMap(({ key }) => taken.get(key) ?? []));
    const wishesOf = wishesWithout(used);
    // With quotas an offer has a place in each class that it may be of; of those of one made record one is filled.
    const places = inScope.flatMap(({ key, quotas, supply }) =>
      (supply?.offers ?? []).flatMap((offer) =>
        classesOf(quotas).map((code) => {
          const made = `${supply?.dataset ?? ''}/${offer.made.name}`;
          const slot: Slot = { group: groupOf(key, code), key: made, wishes: wishesOf(offer.reals, code) };
          return { key, offer, slot };
        }),
      ),
    );
    const needed = new Map(
      inScope.flatMap(({ key, pairs, quotas }) =>
        classesOf(quotas).map(
          (code) => [groupOf(key, code), code === null ? pairs : (quotas?.get(code) ?? 0)] as const,
        ),
      ),
    );
    const assigned = fillSlots(
      places.map(({ slot }) => slot),
      needed,
    );
    for (const { key, pairs, quotas, supply } of inScope) {
      if (!supply) continue;
      const found = places.flatMap(({ key: own, offer }, position): ChosenRecords<Record>[] => {
        const real = own === key ? offer.reals.find(({ name }) => name === assigned[position]) : undefined;
        return real ? [{ real, made: offer.made }] : [];
      });
      for (const [code, of] of quotas ?? []) {
        const those = found.filter(({ real }) => real.label === code);
        if (those.length < of)
          throw tooFew(protocol, {
            ...{ arm: key, needed: of, found: those.length, offers: supply.offers, shown: found, code },
          });
      }
      if (found.length < pairs)
        throw tooFew(protocol, { arm: key, needed: pairs, found: found.length, offers: supply.offers, shown: found });
      chosen.set(key, found);
    }
  }
  return chosen;
}

/** Null: any class. */
type Wanted = string | null;

const classesOf = (quotas: ReadonlyMap<string, number> | null): Wanted[] => (quotas ? [...quotas.keys()] : [null]);

const groupOf = (arm: string, code: Wanted): string => (code === null ? arm : `${arm} ${code}`);

/** Names of those of these records of a class that are not used; the same list for all offers of the same records. */
function wishesWithout(used: ReadonlySet<string>): (reals: readonly SourceRecord[], code: Wanted) => readonly string[] {
  const known = new Map<Wanted, Map<readonly SourceRecord[], string[]>>();
  return (reals, code) => {
    const ofClass = known.get(code) ?? new Map<readonly SourceRecord[], string[]>();
    known.set(code, ofClass);
    const wishes =
      ofClass.get(reals) ??
      reals.flatMap(({ name, label }) => (used.has(name) || (code !== null && label !== code) ? [] : [name]));
    ofClass.set(reals, wishes);
    return wishes;
  };
}

interface TooFew {
  arm: string;
  needed: number;
  found: number;
  offers: readonly Offer<SourceRecord>[];
  /** Pairs that were chosen of them. */
  shown: readonly ChosenRecords<SourceRecord>[];
  code?: Wanted;
}

function tooFew(
  { options, stimuli, tasks }: Protocol,
  { arm, needed, found, offers, shown, code = null }: TooFew,
): AppError {
  const arms = tasks.flatMap((task) =>
    plannedArms(task).map(({ name, origin }) => ({ key: armKey(task.id, name), origin })),
  );
  if (arms.find(({ key }) => key === arm)?.origin.kind === 'pairs') {
    const named = `of the ${counted(offers.length, 'pair')} that its list names ${found} can be shown${leftWords(offers, shown)}`;
    const message = `Arm ${arm} needs ${counted(needed, 'pair')}, and ${named}: add lines to the list${found > 0 ? `, or lower its "pairs" to ${found}` : ''}.`;
    return new AppError('bad-input', message, { arm, needed, found });
  }
  const mayShare = options.distinctRecords !== 'none' && arms.length > 1;
  const apart = options.distinctRecords === 'none' ? 'its pairs' : `the pairs that share records with no other arm`;
  return new AppError(
    'bad-input',
    `Arm ${arm} needs ${needed} pairs${code === null ? '' : ` of class ${code}`}, and ${found} were found: its source offers ${offers.length} made records, and ${apart} need a real one of their own beside each. ` +
      `Real ones are those of the ${stimuli.split} split. Take datasets with more records that fit together${found > 0 ? `, or lower its "${code === null ? 'pairs' : 'quotas'}" to ${found}` : ''}${mayShare ? ', or set "distinctRecords" to "none" so that arms may share records' : ''}.`,
    { arm, needed, found },
  );
}

/** So many pairs are named, and the others counted. */
const NAMED = 5;

/** ' (without A00001 beside g0, …, and 3 more)': the pairs of a list that were not chosen; '' for none. */
function leftWords(offers: readonly Offer<SourceRecord>[], shown: readonly ChosenRecords<SourceRecord>[]): string {
  const made = new Set(shown.map((pair) => pair.made.name));
  const left = offers.filter((offer) => !made.has(offer.made.name));
  if (left.length === 0) return '';
  const names = left
    .slice(0, NAMED)
    .map((offer) => `${offer.reals.map(({ name }) => name).join(' or ')} beside ${offer.made.name}`);
  const more = left.length > NAMED ? [`and ${left.length - NAMED} more`] : [];
  return ` (without ${[...names, ...more].join(', ')})`;
}
