import type { StudySummary } from '../../../../src-shared/contract/studies.ts';
import { shellWord } from '../../../format/command.ts';

/** Whom files are made for: by codes or names, or one file for any reader. */
export type Whom = 'all' | 'chosen' | 'named' | 'any';

interface Choice {
  whom: Whom;
  /** Codes that are ticked. */
  chosen: readonly string[];
  /** One a line. */
  names: string;
}

/** One file for each, but for readers who were withdrawn; null: for any reader. */
export function readersOf(
  { codes, sealed }: Pick<StudySummary, 'codes' | 'sealed'>,
  { whom, chosen, names }: Choice,
): (string | null)[] {
  if (whom === 'any') return [null];
  if (whom === 'all') {
    const withdrawn = new Set(sealed.filter((each) => each.withdrawn).map(({ reader }) => reader));
    return codes.filter((code) => !withdrawn.has(code));
  }
  if (whom === 'chosen') return codes.filter((code) => chosen.includes(code));
  return names
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The same for the command line. */
export function exportCommand(
  title: string,
  readers: readonly (string | null)[],
  folder: string,
  sheet: string | null,
) {
  const whom = readers.map((reader) => (reader === null ? '--any' : `--reader ${shellWord(reader)}`));
  return [
    `study export ${shellWord(title)}`,
    ...(whom.length > 0 ? whom : ['--reader <name>']),
    `--out ${shellWord(folder || '<folder>')}`,
    ...(sheet === null ? [] : [`--recovery-sheet ${shellWord(sheet || '<file>')}`]),
  ].join(' ');
}
