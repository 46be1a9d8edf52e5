interface Session {
  virtual: boolean;
  withdrawn: object | null;
  answered: number;
  total: number;
}

/** The people who began to read and have not finished: until they have, looking at results can bias the study. */
export function outstanding<S extends Session>(sessions: readonly S[]): S[] {
  return sessions.filter(
    ({ virtual, withdrawn, answered, total }) => !virtual && withdrawn === null && answered < total,
  );
}
