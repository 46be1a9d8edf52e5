import { attackPage } from './attacks.ts';
import { dataDictionary } from './data-dictionary.ts';
import { importable } from './importable.ts';
import { questionTable } from './questions.ts';
import { withSection } from './section.ts';

export interface MadePage {
  /** Under docs/. */
  name: string;
  /** The page as it should be, from the page as it is. */
  make: (page: string) => string;
}

/** The pages of docs/ that are generated from the code, whole or in part. */
export const MADE_PAGES: readonly MadePage[] = [
  { name: 'attacks.md', make: attackPage },
  { name: 'data-dictionary.md', make: dataDictionary },
  { name: 'file-formats.md', make: (page) => withSection(page, 'importable', importable()) },
  { name: 'protocol.md', make: (page) => withSection(page, 'questions', questionTable()) },
];
