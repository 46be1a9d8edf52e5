/** Beyond these many digits a double holds the rounding of its last operations: 0.25000000000000006. */
const SIGNIFICANT_DIGITS = 12;

/** A number as it is exported: whole numbers as they are, all others without the noise of their last digits. */
export const tidyNumber = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));

/** The same for every number of a document that becomes JSON, as the replacer of JSON.stringify. */
export const tidyNumbers = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? tidyNumber(value) : value;
