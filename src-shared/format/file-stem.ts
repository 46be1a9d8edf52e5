/**
 * A file's name, without its ending, for what has a title: 'SAP, ε 10 µV' → 'sap-10-v'.
 * @param otherwise for a title without a single Latin letter or digit
 */
export function fileStem(title: string, otherwise: string): string {
  const stem = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return stem || otherwise;
}
