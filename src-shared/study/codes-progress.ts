/** When and why; null for whoever counts or is waited for. */
type Withdrawn = { at: string; reason: string } | null;

interface Read {
  codes: readonly string[];
  sessions: readonly { reader: string; answered: number; total: number; withdrawn: Withdrawn }[];
  /** Sealed files that were made for a reader, the first one first. */
  sealed: readonly { reader: string | null; withdrawn: Withdrawn }[];
  /** Of the study. */
  trials: number;
}

/**
 * Each code of a study, and how far its reader has come; `answered` is null where nobody has begun with it. `withdrawn`: the
 * session, or the reader who was sent a file and had not begun.
 */
export function progressOfCodes({ codes, sessions, sealed, trials }: Read) {
  return codes.map((code) => {
    const session = sessions.find(({ reader }) => reader === code);
    const { withdrawn } = session ?? sealed.findLast(({ reader }) => reader === code) ?? { withdrawn: null };
    return { code, answered: session?.answered ?? null, total: session?.total ?? trials, withdrawn };
  });
}

/** '12/40', 'not begun', 'withdrawn before beginning'. */
export function progressWords({ answered, total, withdrawn }: ReturnType<typeof progressOfCodes>[number]): string {
  if (answered === null) return withdrawn ? 'withdrawn before beginning' : 'not begun';
  return `${answered}/${total}${withdrawn ? ', withdrawn' : ''}`;
}
