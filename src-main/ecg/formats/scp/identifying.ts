import type { IdentifyingKind } from '../record/identifying-kind.ts';

const END = 255;
/** Kinds by the tags of section 1 (EN 1064, 5.4). */
const KINDS: ReadonlyMap<number, IdentifyingKind> = new Map([
  [0, "patient's name"],
  [1, "patient's name"],
  [3, "patient's name"],
  [2, "patient's number"],
  [31, "patient's number"],
  [4, 'age'],
  [5, 'date of birth'],
  [8, 'sex'],
  [9, 'race'],
  [13, 'comment'],
  [30, 'comment'],
  [35, 'comment'],
  [16, 'institution'],
  [17, 'institution'],
  [18, 'institution'],
  [19, 'institution'],
  [20, 'physician'],
  [21, 'physician'],
  [22, 'technician'],
  [25, 'date of recording'],
]);

/** What section 1 tells about a person; kinds, never values. A field of zeros is empty. */
export function identifyingInScp(section: Buffer | undefined): IdentifyingKind[] {
  const kinds = new Set<IdentifyingKind>();
  let at = 0;
  while (section !== undefined && at + 3 <= section.length && section[at] !== END) {
    const from = at + 3;
    const end = from + section.readUInt16LE(at + 1);
    const kind = KINDS.get(section[at] as number);
    if (kind !== undefined && section.subarray(from, end).some((byte) => byte !== 0 && byte !== 0x20)) kinds.add(kind);
    at = end;
  }
  return [...kinds];
}
