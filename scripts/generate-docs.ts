import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EcgFormat } from '../src-main/ecg/formats/format.ts';
import { FORMATS } from '../src-main/ecg/formats/index.ts';
import { LABEL_SOURCES } from '../src-main/ecg/labels/index.ts';
import type { LabelSource } from '../src-main/ecg/labels/label-source.ts';
import type { FieldDeclaration } from '../src-shared/study/field-declaration.ts';
import { RESULT_FIELDS } from '../src-shared/study/result-fields.ts';
import { SUMMARY_FIELDS } from '../src-shared/study/summary-fields.ts';

/** Where the generated page lies. */
export const DATA_DICTIONARY = new URL('../docs/data-dictionary.md', import.meta.url);
/** Where the page lies that has a generated part. */
export const FILE_FORMATS = new URL('../docs/file-formats.md', import.meta.url);

/** The data dictionary as Markdown, from the declarations that the rows' types come from. */
export function dataDictionary(): string {
  return `# Data dictionary

Made from \`src-shared/study/result-fields.ts\` and \`src-shared/study/summary-fields.ts\` by \`node scripts/generate-docs.ts\`; change
those, not this page. Times are ISO 8601 in UTC with milliseconds. A missing value is null in JSON and empty in CSV.

## Responses: one row for each

${table(RESULT_FIELDS)}

## Summary: one row for each reader's session and arm

${table(SUMMARY_FIELDS)}
`;
}

function table(fields: readonly FieldDeclaration[]): string {
  const rows = fields.map((field) => {
    const values = field.values?.map((value) => `\`${value}\``).join(', ') ?? '';
    const type = field.nullable ? `${field.type}, may be missing` : field.type;
    return `| \`${field.name}\` | ${type} | ${field.unit ?? ''} | ${values} | ${field.description} |`;
  });
  return ['| field | type | unit | values | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

const IMPORTABLE = /(?<=<!-- importable -->\n).*(?=<!-- \/importable -->)/s;

/** The page of file formats with its part on what can be imported, from the descriptors of formats and label files. */
export function withImportable(page: string): string {
  if (!IMPORTABLE.test(page)) throw new Error('docs/file-formats.md has lost its markers <!-- importable -->.');
  return page.replace(IMPORTABLE, () => importable());
}

function importable(): string {
  return `
_Made from \`src-main/ecg/formats/\` and \`src-main/ecg/labels/\` by \`node scripts/generate-docs.ts\`; change those, not this part._

Formats:

${FORMATS.map(formatLine).join('\n')}

Labels:

${LABEL_SOURCES.map(labelLine).join('\n')}

`;
}

function formatLine({ name, recordFiles, holds }: EcgFormat): string {
  const records = holds.recordsPerFile === 'one' ? 'One record in a file' : 'Several records in a file';
  const leads = holds.leadsPerRecord === 'one' ? 'one lead' : 'several leads, of which the first is read';
  return `- **${name}**: ${recordFiles}. ${records}, ${leads}. ${holds.signals}`;
}

function labelLine({ name, fileName, reads }: LabelSource): string {
  const where = fileName === undefined ? 'given with `--labels`' : `\`${fileName}\` in the dataset, or \`--labels\``;
  return `- **${name.slice(0, 1).toUpperCase()}${name.slice(1)}**, ${where}. ${reads}`;
}

if (import.meta.main) {
  for (const [url, make] of [
    [DATA_DICTIONARY, dataDictionary],
    [FILE_FORMATS, withImportable],
  ] as const) {
    const before = await readFile(url, 'utf8').catch(() => '');
    const page = make(before);
    if (!process.argv.includes('--check')) {
      await writeFile(url, page);
    } else if (before !== page) {
      process.stderr.write(`docs/${basename(url.pathname)} is not current: run node scripts/generate-docs.ts.\n`);
      process.exitCode = 1;
    }
  }
}
