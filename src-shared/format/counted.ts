import { count } from './number.ts';

/**
 * '1 record', '8,528 records'. English only, for texts that are not messages yet: a message has its own plural forms.
 * @param many where the plural is not the noun with an s
 */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
