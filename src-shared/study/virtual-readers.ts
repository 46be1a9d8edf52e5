/** What a virtual reader does in a rehearsal, for a form and a command; the ids stand in the readers' names. */
export const VIRTUAL_KINDS = {
  steady: 'is right with the same probability on every trial',
  guessing: 'is right half of the time, whatever is shown',
  'left-biased': 'takes the first answer on three trials in ten without looking',
  tiring: 'falls from the probability at the beginning to guessing at the end',
  'fast-clicking': 'guesses on three trials in ten, within a quarter of a second',
} as const satisfies Record<string, string>;

export type VirtualKind = keyof typeof VIRTUAL_KINDS;

const VIRTUAL_KIND_IDS = Object.keys(VIRTUAL_KINDS) as VirtualKind[];

/** What a rehearsal is asked for: readers of one kind, or of all kinds in turn. */
export const REHEARSED_KINDS = [...VIRTUAL_KIND_IDS, 'mixed'] as const;
export type RehearsedKind = (typeof REHEARSED_KINDS)[number];

/** The kind of the reader of this index, from 0. */
export const kindOfReader = (asked: RehearsedKind, index: number): VirtualKind =>
  asked === 'mixed' ? (VIRTUAL_KIND_IDS[index % VIRTUAL_KIND_IDS.length] ?? 'steady') : asked;
