interface Session {
  virtual: boolean;
  withdrawn: object | null;
  droppedOut: object | null;
  answered: number;
  total: number;
}

/**
 * The people who began to read and have not finished: until they have, looking at results can bias the study. Of those
 * who dropped out a coordinator has said that nobody waits for them.
 */
export function outstanding<S extends Session>(sessions: readonly S[]): S[] {
  return sessions.filter(
    ({ virtual, withdrawn, droppedOut, answered, total }) =>
      !virtual && withdrawn === null && droppedOut === null && answered < total,
  );
}
