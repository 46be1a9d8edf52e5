import type { FieldDeclaration } from '../../src-shared/study/field-declaration.ts';
import { RESULT_TABLES } from '../../src-shared/study/result-tables.ts';

/** The data dictionary as Markdown, from the declarations that the rows' types come from. */
export function dataDictionary(): string {
  return `# Data dictionary

Made by \`node scripts/generate-docs.ts\` from the fields that \`src-shared/study/result-tables.ts\` lists; change those, not
this page. Times are ISO 8601 in UTC with milliseconds. A missing value is null in JSON and empty in CSV.

${Object.values(RESULT_TABLES)
  .map(({ title, oneFor, fields }) => `## ${title}: one row for each ${oneFor}\n\n${table(fields)}\n`)
  .join('\n')}`;
}

function table(fields: readonly FieldDeclaration[]): string {
  const rows = fields.map((field) => {
    const values = field.values?.map((value) => `\`${value}\``).join(', ') ?? '';
    const type = field.nullable ? `${field.type}, may be missing` : field.type;
    return `| \`${field.name}\` | ${type} | ${field.unit ?? ''} | ${values} | ${field.description} |`;
  });
  return ['| field | type | unit | values | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
