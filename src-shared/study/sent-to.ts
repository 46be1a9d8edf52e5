import { readerKey } from '../names/reader-key.ts';

/** Whom a file was made for (null: any reader), when the newest was, and the session of that reader, if it has come back. */
interface SentTo<Session, Withdrawn> {
  reader: string | null;
  at: string;
  session: Session | undefined;
  /** Of a reader who had not begun: nobody waits for the file. */
  withdrawn: Withdrawn;
}

interface Sent<Session, Withdrawn> {
  sealed: readonly { reader: string | null; at: string; withdrawn: Withdrawn }[];
  sessions: readonly Session[];
}

/** Each reader once, in the order in which their first file was made. */
export function sentTo<Session extends { reader: string }, Withdrawn>({
  sealed,
  sessions,
}: Sent<Session, Withdrawn>): SentTo<Session, Withdrawn>[] {
  const keyOf = (reader: string | null): string => (reader === null ? '' : readerKey(reader));
  const byReader = new Map<string, SentTo<Session, Withdrawn>>();
  for (const { reader, at, withdrawn } of sealed) {
    const session = sessions.find((each) => reader !== null && readerKey(each.reader) === readerKey(reader));
    byReader.set(keyOf(reader), { reader, at, session, withdrawn });
  }
  return [...byReader.values()];
}
