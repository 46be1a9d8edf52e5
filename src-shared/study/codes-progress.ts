interface Read {
  codes: readonly string[];
  sessions: readonly { reader: string; answered: number; total: number }[];
  /** Of the study. */
  trials: number;
}

/** Each code of a study, and how far its reader has come; `answered` is null where nobody has begun with it. */
export function progressOfCodes({ codes, sessions, trials }: Read) {
  return codes.map((code) => {
    const session = sessions.find(({ reader }) => reader === code);
    return { code, answered: session?.answered ?? null, total: session?.total ?? trials };
  });
}
