import type { FieldDeclaration } from '../../src-shared/study/field-declaration.ts';
import { RESULT_FIELDS } from '../../src-shared/study/result-fields.ts';
import { SUMMARY_FIELDS } from '../../src-shared/study/summary-fields.ts';

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
