import { fieldsOf } from '../draft/json-edit.ts';

/** 'Arm-3': the first such name that no entry of the list has in this field, ignoring case. */
export function freeName(stem: string, entries: readonly unknown[], field: string): string {
  const taken = new Set(entries.map((entry) => String(fieldsOf(entry)[field]).toLowerCase()));
  for (let number = entries.length + 1; ; number++) {
    const name = `${stem}-${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
