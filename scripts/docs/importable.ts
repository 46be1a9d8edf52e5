import type { EcgFormat } from '../../src-main/ecg/formats/format.ts';
import { rangeText, SIGNAL_RANGES, type SignalRange } from '../../src-main/ecg/dataset/signal-range.ts';
import { FORMATS } from '../../src-main/ecg/formats/index.ts';
import { LABEL_SOURCES } from '../../src-main/ecg/labels/index.ts';
import type { LabelSource } from '../../src-main/ecg/labels/label-source.ts';

/** What can be imported, as Markdown, from the descriptors of formats and label files. */
export function importable(): string {
  return `_Generated from \`src-main/ecg/formats/\` and \`src-main/ecg/labels/\` by \`node scripts/generate-docs.ts\`; change those, not this part._

Formats:

${FORMATS.map(formatLine).join('\n')}

Labels:

${LABEL_SOURCES.map(labelLine).join('\n')}

A record is left out, by name, whose values are not those of an ECG:

${SIGNAL_RANGES.map(rangeLine).join('\n')}`;
}

function formatLine({ name, recordFiles, holds }: EcgFormat): string {
  const records = holds.recordsPerFile === 'one' ? 'One record per file' : 'Several records per file';
  const leads = holds.leadsPerRecord === 'one' ? 'one lead' : 'several leads, of which the first is read';
  return `- **${name}**: ${recordFiles}. ${records}, ${leads}. ${holds.signals}`;
}

function rangeLine(range: SignalRange): string {
  return `- **${range.what.slice(0, 1).toUpperCase()}${range.what.slice(1)}**: ${rangeText(range)}. ${range.why}`;
}

function labelLine({ name, fileName, reads }: LabelSource): string {
  const where = fileName === undefined ? 'given with `--labels`' : `\`${fileName}\` in the dataset, or \`--labels\``;
  return `- **${name.slice(0, 1).toUpperCase()}${name.slice(1)}**, ${where}. ${reads}`;
}
