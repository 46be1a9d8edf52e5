import type { StudyInFigures } from './study-in-figures.ts';

export interface ReportingItem {
  /** As the guideline numbers it. */
  number: string;
  section: string;
  /** What it asks for, in words of our own. */
  asks: string;
  /** Where it is covered and what the study says of it; null where the program knows nothing of it. */
  covered: ((study: StudyInFigures) => string) | null;
  /** What the authors still have to say; null where nothing is left. */
  authors: string | null;
}

export interface ItemList {
  title: string;
  reference: string;
  /** How a study of this kind reads the list. */
  reading: string;
  items: readonly ReportingItem[];
}

/** The list as Markdown, filled in for a study. */
export function itemListText({ title, reference, reading, items }: ItemList, study: StudyInFigures): string {
  const row = ({ number, section, asks, covered, authors }: ReportingItem): string => {
    const found = [covered?.(study), authors === null ? undefined : `**The authors must say:** ${authors}`];
    const cells = [number, section, asks, found.filter((each) => each !== undefined).join(' ')];
    return `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  };
  return [
    `# ${title}`,
    '',
    `${reference} What each item asks for is said in other words here: read the guideline itself before you submit.`,
    '',
    reading,
    '',
    ...(study.virtual > 0 ? ['**Virtual readers answered: this is a rehearsal, and no result.**', ''] : []),
    '| item | section | what it asks for | where it is covered |',
    '| --- | --- | --- | --- |',
    ...items.map(row),
    '',
  ].join('\n');
}
