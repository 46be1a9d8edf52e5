import type { SessionSummary, StudySummary } from '../../../../src-shared/contract/studies.ts';
import { readerKey } from '../../../../src-shared/names/reader-key.ts';

/** Whom a file was made for (null: any reader), when the newest was, and the session of that reader, if it has come back. */
interface SentTo {
  reader: string | null;
  at: string;
  session: SessionSummary | undefined;
}

/** Each reader once, in the order in which their first file was made. */
export function sentTo({ sealed, sessions }: Pick<StudySummary, 'sealed' | 'sessions'>): SentTo[] {
  const keyOf = (reader: string | null): string => (reader === null ? '' : readerKey(reader));
  const byReader = new Map<string, SentTo>();
  for (const { reader, at } of sealed) {
    const session = sessions.find((each) => reader !== null && readerKey(each.reader) === readerKey(reader));
    byReader.set(keyOf(reader), { reader, at, session });
  }
  return [...byReader.values()];
}
