/** The limb leads that are computed from I and II. */
export type ComputedLead = 'III' | 'aVR' | 'aVL' | 'aVF';

export function isComputedLead(name: string | undefined): name is ComputedLead {
  return name === 'III' || name === 'aVR' || name === 'aVL' || name === 'aVF';
}

/**
 * A limb lead from leads I, II and III (itself restored; not asked for III) and what the file stores of it, which is how much
 * it differs from what Einthoven and Goldberger compute. All of the same length, in the same units; halves are rounded down,
 * as the recorder does.
 */
export function restoredLead(
  lead: ComputedLead,
  [one, two, three]: readonly [Int32Array, Int32Array, Int32Array?],
  stored: Int32Array,
): Int32Array {
  return stored.map((difference, i) => {
    const I = one[i] as number;
    const II = two[i] as number;
    const III = three?.[i] ?? II - I;
    switch (lead) {
      case 'III':
        return II - I - difference;
      case 'aVR':
        return -Math.floor((I + II) / 2) - difference;
      case 'aVL':
        return Math.floor((I - III) / 2) - difference;
      case 'aVF':
        return Math.floor((II + III) / 2) - difference;
    }
  });
}
