import { readFile, writeFile } from 'node:fs/promises';
import type { FieldDeclaration } from '../src-shared/study/field-declaration.ts';
import { RESULT_FIELDS } from '../src-shared/study/result-fields.ts';
import { SUMMARY_FIELDS } from '../src-shared/study/summary-fields.ts';

/** Where the generated page lies. */
export const DATA_DICTIONARY = new URL('../docs/data-dictionary.md', import.meta.url);

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

if (import.meta.main) {
  const page = dataDictionary();
  if (!process.argv.includes('--check')) {
    await writeFile(DATA_DICTIONARY, page);
  } else if ((await readFile(DATA_DICTIONARY, 'utf8').catch(() => '')) !== page) {
    process.stderr.write('docs/data-dictionary.md is not current: run node scripts/generate-docs.ts.\n');
    process.exitCode = 1;
  }
}
