import { attackPage } from './attacks.ts';
import { dataDictionary } from './data-dictionary.ts';
import { importable } from './importable.ts';
import { questionTable } from './questions.ts';
import { withSection } from './section.ts';

export interface MadePage {
  /** Below docs/. */
  name: string;
  /** What the page should be, from what it is. */
  make: (page: string) => string;
}

/** The pages of docs/ that are made from the code, whole or in parts. */
export const MADE_PAGES: readonly MadePage[] = [
  { name: 'attacks.md', make: attackPage },
  { name: 'data-dictionary.md', make: dataDictionary },
  { name: 'file-formats.md', make: (page) => withSection(page, 'importable', importable()) },
  { name: 'protocol.md', make: (page) => withSection(page, 'questions', questionTable()) },
];
