/**
 * Who may import whom: the architecture's table as data. A layer is a folder; the longest match counts. Anything not
 * named here (test, bench, scripts, configuration) may import everything.
 */
export interface Layer {
  /** Folder under the root. */
  folder: string;
  /** Folders or files that its files may import, besides those of their own layer. */
  mayImport: readonly string[];
  /** The only npm packages that it may import; left out: any. */
  packages?: readonly string[];
}

/** Leaves that any layer of src-main may use. */
const LEAVES = ['src-main/numeric', 'src-shared'];

const ALL_BELOW_SERVICES = [
  'src-main/db',
  'src-main/report',
  'src-main/report/pdf',
  'src-main/statistics',
  'src-main/study',
  'src-main/attacks',
  'src-main/ml',
  'src-main/ecg',
];

export const LAYERS: readonly Layer[] = [
  { folder: 'src-shared', mayImport: [], packages: ['zod', '@orpc/contract', 'jsonc-parser'] },
  { folder: 'src-figures', mayImport: ['src-shared'], packages: [] },
  { folder: 'src-main/numeric', mayImport: ['src-shared'] },
  { folder: 'src-main/statistics', mayImport: LEAVES },
  { folder: 'src-main/study', mayImport: LEAVES },
  { folder: 'src-main/ecg', mayImport: LEAVES },
  { folder: 'src-main/ml', mayImport: ['src-main/ecg', ...LEAVES] },
  { folder: 'src-main/attacks', mayImport: ['src-main/ml', ...LEAVES] },
  { folder: 'src-main/db', mayImport: ['src-shared'] },
  { folder: 'src-main/db/checks', mayImport: ['src-main/db', 'src-shared'] },
  { folder: 'src-main/report', mayImport: ['src-main/statistics', 'src-figures', ...LEAVES] },
  {
    folder: 'src-main/report/pdf',
    // Figures are XML, of which there is one reader.
    mayImport: ['src-main/ecg/xml/parse-xml.ts', 'src-main/ecg/xml/element.ts', 'src-figures', ...LEAVES],
  },
  {
    folder: 'src-main/jobs/tasks',
    mayImport: [
      'src-main/study',
      'src-main/ml',
      'src-main/attacks',
      'src-main/ecg',
      // Only to check the file itself, which takes too long for the process that serves it.
      'src-main/db/checks',
      'src-main/db/sqlite/broken-references.ts',
      ...LEAVES,
    ],
  },
  { folder: 'src-main/jobs', mayImport: ['src-main/jobs/tasks', ...LEAVES] },
  { folder: 'src-main/queue', mayImport: ['src-shared'] },
  {
    folder: 'src-main/services',
    mayImport: [
      ...ALL_BELOW_SERVICES,
      'src-main/queue',
      'src-main/jobs',
      'src-main/jobs/tasks',
      'src-figures',
      ...LEAVES,
    ],
  },
  { folder: 'src-main/api', mayImport: ['src-main/services', 'src-shared'] },
  { folder: 'src-main/hosts', mayImport: ['src-main/api', 'src-main/services/create-services.ts', 'src-shared'] },
  { folder: 'src-renderer', mayImport: ['src-shared', 'src-figures'] },
];

/** Packages that only some folders may import. `*` stands for every package of a scope. */
export interface PackageRule {
  package: string;
  onlyIn: readonly string[];
}

export const PACKAGE_RULES: readonly PackageRule[] = [
  { package: 'pure-rand', onlyIn: ['src-main/numeric'] },
  { package: 'electron', onlyIn: ['src-main/hosts/electron'] },
  { package: 'better-sqlite3', onlyIn: ['src-main/db'] },
  { package: '@tensorflow/*', onlyIn: ['src-main/ml', 'src-main/attacks', 'src-main/jobs/tasks'] },
  { package: 'fast-xml-parser', onlyIn: ['src-main/ecg/xml'] },
  { package: 'dicom-parser', onlyIn: ['src-main/ecg/formats/dicom'] },
  { package: 'pdfkit', onlyIn: ['src-main/report/pdf'] },
  { package: 'fontkit', onlyIn: ['src-main/report/pdf'] },
  { package: 'ws', onlyIn: ['src-main/hosts/web'] },
  { package: 'bullmq', onlyIn: ['src-main/queue'] },
  { package: 'ioredis', onlyIn: ['src-main/queue'] },
];
