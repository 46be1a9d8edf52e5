import type { EcgFormat } from '../../src-main/ecg/formats/format.ts';
import { rangeText, SIGNAL_RANGES, type SignalRange } from '../../src-main/ecg/dataset/signal-range.ts';
import { FORMATS } from '../../src-main/ecg/formats/index.ts';
import { CLASS_CODES, CLASS_NAMES } from '../../src-shared/ecg.ts';
import { INHERENT_LABELS, LABEL_SOURCES } from '../../src-main/ecg/labels/index.ts';
import { CODE_LISTS, EVERYBODYS_WORDS, type WordList } from '../../src-main/ecg/labels/stated-words.ts';
import type { InherentLabels, LabelSource } from '../../src-main/ecg/labels/label-source.ts';

/** What can be imported, as Markdown, from the descriptors of formats and label files. */
export function importable(): string {
  return `_Generated from \`src-main/ecg/formats/\` and \`src-main/ecg/labels/\` by \`node scripts/generate-docs.ts\`; change those, not this part._

Formats:

${FORMATS.map(formatLine).join('\n')}

Labels:

${LABEL_SOURCES.map(labelLine).join('\n')}
${INHERENT_LABELS.map(inherentLine).join('\n')}

Words and codes of labels stand for classes as follows, in any letter case; of several findings of one record AF decides, then Other, Noise, Normal:

${[EVERYBODYS_WORDS, ...Object.values(CODE_LISTS)].map(wordsLine).join('\n')}

\`--classes "NORM=N,AFIB=A,*=O"\` says otherwise: a word or code, \`=\`, and N, A, O, ~, or \`-\` to leave its records out; \`*\` is all that neither the mapping nor these lists name. Where a mapping names another class than these, as in \`MI=MI,NORM=Normal\`, the dataset has exactly the classes that it names, in this order, of which the first decides where a record has several. \`--classes own\` makes every word of the labels a class, in alphabetical order (numbers by their value), so that neither the order nor the number of the records decides which comes first; further parts join or leave out (\`own,SR=NORM,PACE=-\`), and a record of several classes is left out. A list has 2 to 100 classes, whose codes have at most 40 letters, digits, spaces and ._~+/()&#-. A model can classify a dataset if it knows each of its classes by the same code, in whatever order. What stands for no class is named with its count, and its records are left out. Whole numbers count the classes in the order N, A, O, ~ from 0 if there is a 0 among them; if there is none, the import is refused until \`--label-base 0\` or \`1\` says from where they count.

A record is left out, by name, whose values are not those of an ECG:

${SIGNAL_RANGES.map(rangeLine).join('\n')}`;
}

function formatLine({ name, recordFiles, holds }: EcgFormat): string {
  const records = holds.recordsPerFile === 'one' ? 'One record per file' : 'Several records per file';
  const leads = holds.leadsPerRecord === 'one' ? 'one lead' : 'several leads, of which one is read';
  return `- **${name}**: ${recordFiles}. ${records}, ${leads}. ${holds.signals}`;
}

function rangeLine(range: SignalRange): string {
  return `- **${capital(range.what)}**: ${rangeText(range)}. ${range.why}`;
}

function labelLine({ name, fileNames, reads }: LabelSource): string {
  const where = `${fileNames.map((file) => `\`${file}\``).join(', ')} in the dataset, or \`--labels\``;
  return `- **${capital(name)}**, ${where}. ${reads}`;
}

function inherentLine({ name, reads }: InherentLabels): string {
  return `- **${capital(name)}**, where there is no label file. ${reads}`;
}

function wordsLine({ name, words }: WordList): string {
  const classes = CLASS_CODES.flatMap((code) => {
    const own = words[code] ?? [];
    return own.length === 0 ? [] : [`${CLASS_NAMES[code]}: ${own.map((word) => `\`${word}\``).join(', ')}`];
  });
  return `- **${name}**: ${classes.join('; ')}.`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
