import { AppError } from '../../../../src-shared/errors/app-error.ts';

/** A lead of section 3. */
export interface ScpLead {
  /** Undefined for a code that the table does not have. */
  name: string | undefined;
  samples: number;
}

export interface ScpLeads {
  leads: readonly ScpLead[];
  /** Whether a reference beat was subtracted before the rhythm was stored. */
  isSubtracted: boolean;
}

const ENTRY_BYTES = 9;
/** By code (EN 1064, 5.6.3). */
const NAMES: ReadonlyMap<number, string> = new Map(
  [
    'I II V1 V2 V3 V4 V5 V6 V7 V2R V3R V4R V5R V6R V7R X Y Z CC5 CM5'
      .split(' ')
      .map((name, i) => [i + 1, name] as const),
    'III aVR aVL aVF -aVR V8 V9 V8R V9R'.split(' ').map((name, i) => [i + 61, name] as const),
  ].flat(),
);

/** Which leads there are, in the order of their data. Throws AppError('damaged') where the section is cut off. */
export function scpLeads(section: Buffer, fileName: string): ScpLeads {
  const count = section[0] ?? 0;
  if (count === 0 || section.length < 2 + count * ENTRY_BYTES) {
    throw new AppError('damaged', `${fileName}: its section 3 does not describe the ${count} leads that it announces.`);
  }
  const leads = Array.from({ length: count }, (_, i) => {
    const at = 2 + i * ENTRY_BYTES;
    const samples = section.readUInt32LE(at + 4) - section.readUInt32LE(at) + 1;
    return { name: NAMES.get(section[at + 8] as number), samples };
  });
  return { leads, isSubtracted: ((section[1] as number) & 1) === 1 };
}
