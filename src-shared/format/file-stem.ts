/**
 * A file name, without extension, for something with a title: 'SAP, ε 10 µV' → 'sap-10-v'.
 * @param otherwise used for a title without a single Latin letter or digit
 */
export function fileStem(title: string, otherwise: string): string {
  const stem = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return stem || otherwise;
}
