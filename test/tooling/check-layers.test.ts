import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLayers } from '../../scripts/layers/check.ts';
import { findCircles } from '../../scripts/layers/circles.ts';
import { readImports } from '../../scripts/layers/imports.ts';
import { findRoomCircles } from '../../scripts/layers/rooms.ts';
import { LAYERS } from '../../scripts/layers/rules.ts';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'equipoise-layers-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

function problemsOf(files: Record<string, string>): string[] {
  write(files);
  const imports = readImports(root);
  return [...checkLayers(imports), ...findCircles(imports), ...findRoomCircles(imports)];
}

/** One allowed import for every row of the table. */
const CLEAN = {
  'src-shared/units.ts': "import { z } from 'zod';\nexport const schema = z.number();\n",
  'src-main/ecg/read.ts': "import { schema } from '../../src-shared/units.ts';\nimport yauzl from 'yauzl';\n",
  'src-main/statistics/mean.ts': "import { schema } from '../../src-shared/units.ts';\n",
  'src-main/study/design.ts': "import { schema } from '../../src-shared/units.ts';\n",
  'src-main/ml/engine.ts': "import type { R } from '../ecg/read.ts';\nimport * as tf from '@tensorflow/tfjs-core';\n",
  'src-main/attacks/pgd.ts': "import { e } from '../ml/engine.ts';\nimport * as tf from '@tensorflow/tfjs-core';\n",
  'src-main/db/open.ts': "import Database from 'better-sqlite3';\n",
  'src-main/report/table.ts': "import { mean } from '../statistics/mean.ts';\n",
  'src-main/jobs/tasks/attack.ts': "import { pgd } from '../../attacks/pgd.ts';\n",
  'src-main/jobs/runner.ts': "import { task } from './tasks/attack.ts';\n",
  'src-main/services/create-services.ts':
    "import { runner } from '../jobs/runner.ts';\nimport { open } from '../db/open.ts';\n",
  'src-main/api/router.ts': "import { services } from '../services/create-services.ts';\n",
  'src-main/hosts/web/main.ts':
    "import { createServices } from '../../services/create-services.ts';\nimport ws from 'ws';\n",
  'src-main/hosts/electron/main.ts': "import { app } from 'electron';\nimport { router } from '../../api/router.ts';\n",
  'src-renderer/App.svelte':
    "<script lang=\"ts\">\n  import { schema } from '../src-shared/units.ts';\n</script>\n<p>import x from 'ws'</p>\n",
  'test/any.test.ts': "import Database from 'better-sqlite3';\nimport { pgd } from '../src-main/attacks/pgd.ts';\n",
};

/** One broken rule each: the file that breaks it, its import, and what the message must say. */
const BROKEN: [string, string, string, RegExp][] = [
  ['src-shared imports main', 'src-shared/a.ts', '../src-main/ecg/read.ts', /src-shared may import only its own files/],
  ['src-shared imports another package', 'src-shared/a.ts', 'pino', /of packages, src-shared may import only zod/],
  [
    'statistics imports the database',
    'src-main/statistics/a.ts',
    '../db/open.ts',
    /src-main\/statistics may import only src-main\/numeric, src-shared/,
  ],
  ['study imports statistics', 'src-main/study/a.ts', '../statistics/mean.ts', /src-main\/study may import only/],
  ['ecg imports ml', 'src-main/ecg/a.ts', '../ml/engine.ts', /src-main\/ecg may import only/],
  ['ml imports attacks', 'src-main/ml/a.ts', '../attacks/pgd.ts', /src-main\/ml may import only/],
  [
    'attacks import a service',
    'src-main/attacks/a.ts',
    '../services/create-services.ts',
    /src-main\/attacks may import only/,
  ],
  ['attacks import ecg', 'src-main/attacks/a.ts', '../ecg/read.ts', /src-main\/attacks may import only/],
  ['the database imports ecg', 'src-main/db/a.ts', '../ecg/read.ts', /src-main\/db may import only src-shared/],
  ['a report imports the database', 'src-main/report/a.ts', '../db/open.ts', /src-main\/report may import only/],
  [
    'a task imports the database',
    'src-main/jobs/tasks/a.ts',
    '../../db/open.ts',
    /src-main\/jobs\/tasks may import only/,
  ],
  ['a task imports the runner', 'src-main/jobs/tasks/a.ts', '../runner.ts', /src-main\/jobs\/tasks may import only/],
  ['a service imports the api', 'src-main/services/a.ts', '../api/router.ts', /src-main\/services may import only/],
  ['the api imports the database', 'src-main/api/a.ts', '../db/open.ts', /src-main\/api may import only/],
  [
    'a host imports another service file',
    'src-main/hosts/cli/a.ts',
    '../../services/dataset.ts',
    /src-main\/hosts may import only/,
  ],
  ['a host imports a task', 'src-main/hosts/cli/a.ts', '../../jobs/tasks/attack.ts', /src-main\/hosts may import only/],
  [
    'the renderer imports main',
    'src-renderer/a.ts',
    '../src-main/api/router.ts',
    /src-renderer may import only src-shared/,
  ],
  [
    'electron outside of its host',
    'src-main/hosts/web/a.ts',
    'electron',
    /electron may be imported only in src-main\/hosts\/electron/,
  ],
  [
    'SQLite outside of db',
    'src-main/services/a.ts',
    'better-sqlite3',
    /better-sqlite3 may be imported only in src-main\/db/,
  ],
  [
    'TensorFlow in a service',
    'src-main/services/a.ts',
    '@tensorflow/tfjs-core',
    /@tensorflow\/\* may be imported only in/,
  ],
  [
    'a part of a package',
    'src-main/services/a.ts',
    '@tensorflow/tfjs-core/dist/x.js',
    /@tensorflow\/\* may be imported only in/,
  ],
  [
    'WebSockets in the command line',
    'src-main/hosts/cli/a.ts',
    'ws',
    /ws may be imported only in src-main\/hosts\/web/,
  ],
  ['a folder that no layer names', 'src-main/helpers/a.ts', '../../src-shared/units.ts', /belongs to no layer/],
];

describe('the layer rule', () => {
  it('lets a tree pass that keeps to the table', () => {
    expect(problemsOf(CLEAN)).toEqual([]);
  });

  it.each(BROKEN)('finds: %s', (_name, file, specifier, message) => {
    const problems = problemsOf({ ...CLEAN, [file]: `// a line before\nimport { x } from '${specifier}';\n` });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${file}:2 imports '${specifier}': `);
    expect(problems[0]).toMatch(message);
  });

  it.each([
    ['a type-only import', "import type { x } from '../db/open.ts';"],
    ['a re-export', "export { x } from '../db/open.ts';"],
    ['a dynamic import', "const x = await import('../db/open.ts');"],
    ['a type taken out of a module', "type X = import('../db/open.ts').X;"],
    ['require', "const x = require('../db/open.ts');"],
  ])('finds %s too', (_name, text) => {
    expect(problemsOf({ ...CLEAN, 'src-main/api/a.ts': text })).toHaveLength(1);
  });

  it('reads the script of a Svelte file, with its line numbers', () => {
    const text = '<h1>A</h1>\n\n<script lang="ts">\n  import { x } from \'../src-main/db/open.ts\';\n</script>\n';
    expect(problemsOf({ ...CLEAN, 'src-renderer/B.svelte': text })[0]).toContain('src-renderer/B.svelte:4 imports');
  });

  it('does not take comments and strings for imports', () => {
    const text = "// import x from 'ws'\nexport const text = \"import x from 'electron'\";\n";
    expect(problemsOf({ ...CLEAN, 'src-main/api/a.ts': text })).toEqual([]);
  });

  it('finds a circle of files, and names every file in it', () => {
    const problems = problemsOf({
      'src-main/ecg/a.ts': "import './b.ts';",
      'src-main/ecg/b.ts': "import './c.ts';",
      'src-main/ecg/c.ts': "export * from './a.ts';",
    });
    expect(problems).toEqual([
      'src-main/ecg/a.ts imports itself in a circle: src-main/ecg/a.ts → src-main/ecg/b.ts → src-main/ecg/c.ts → src-main/ecg/a.ts',
    ]);
  });

  it.each(["import type { A } from './a.ts';", "type A = import('./a.ts').A;", "export type { A } from './a.ts';"])(
    'finds a circle of types: %s',
    (back) => {
      const problems = problemsOf({ 'src-main/ecg/a.ts': "import './b.ts';", 'src-main/ecg/b.ts': back });
      expect(problems).toEqual([
        'src-main/ecg/a.ts imports itself in a circle: src-main/ecg/a.ts → src-main/ecg/b.ts → src-main/ecg/a.ts',
      ]);
    },
  );

  it('finds rooms of a layer that import each other, though no files do', () => {
    const problems = problemsOf({
      'src-main/ecg/formats/wfdb.ts': "\nimport type { Split } from '../dataset/split.ts';",
      'src-main/ecg/dataset/split.ts': '',
      'src-main/ecg/dataset/open.ts': "import '../measure/peaks.ts';",
      'src-main/ecg/measure/peaks.ts': "import '../formats/deep/zip.ts';",
      'src-main/ecg/formats/deep/zip.ts': '',
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^The rooms of src-main\/ecg go round in a circle: /);
    expect(problems[0]).toContain('dataset (src-main/ecg/formats/wfdb.ts:2)');
    expect(problems[0]).toContain('measure (src-main/ecg/dataset/open.ts:1)');
    expect(problems[0]).toContain('formats (src-main/ecg/measure/peaks.ts:1)');
  });

  it.each([
    [
      'src-shared',
      {
        'src-shared/analyses/common.ts': "import '../contract/common.ts';",
        'src-shared/contract/common.ts': '',
        'src-shared/contract/analyses.ts': "import '../analyses/index.ts';",
        'src-shared/analyses/index.ts': '',
      },
      'analyses → contract (src-shared/analyses/common.ts:1) → analyses (src-shared/contract/analyses.ts:1)',
    ],
    [
      'src-figures',
      { 'src-figures/a/a.ts': "import '../b.ts';", 'src-figures/b.ts': '', 'src-figures/c.ts': "import './a/a.ts';" },
      'a → its loose files (src-figures/a/a.ts:1) → a (src-figures/c.ts:1)',
    ],
    [
      'src-main/hosts/cli',
      {
        'src-main/hosts/cli/main.ts': "import './commands/list.ts';",
        'src-main/hosts/cli/commands/list.ts': "import '../parse.ts';",
        'src-main/hosts/cli/parse.ts': '',
      },
      'commands → its loose files (src-main/hosts/cli/commands/list.ts:1) → commands (src-main/hosts/cli/main.ts:1)',
    ],
    [
      'src-renderer/views/models',
      {
        'src-renderer/views/models/Models.svelte': "<script>import List from './comparisons/List.svelte';</script>",
        'src-renderer/views/models/comparisons/List.svelte': "<script>import Tabs from '../Tabs.svelte';</script>",
        'src-renderer/views/models/Tabs.svelte': '',
      },
      'its loose files → comparisons (src-renderer/views/models/Models.svelte:1) → its loose files (src-renderer/views/models/comparisons/List.svelte:1)',
    ],
  ])('finds a circle of rooms in %s', (folder, files, circle) => {
    expect(problemsOf(files)).toEqual([`The rooms of ${folder} go round in a circle: ${circle}`]);
  });

  it('takes the loose files of a folder for one room, at any depth', () => {
    const problems = problemsOf({
      'src-main/ecg/formats/index.ts': "import './wfdb/signal.ts';",
      'src-main/ecg/formats/wfdb/signal.ts': "import '../units.ts';",
      'src-main/ecg/formats/units.ts': '',
    });
    expect(problems).toEqual([
      'The rooms of src-main/ecg/formats go round in a circle: its loose files → wfdb (src-main/ecg/formats/index.ts:1) → its loose files (src-main/ecg/formats/wfdb/signal.ts:1)',
    ]);
  });

  it('names only folders that exist in the rules themselves', () => {
    const folders = new Set(LAYERS.map((layer) => layer.folder));
    const named = LAYERS.flatMap((layer) => layer.mayImport).filter((it) => !it.endsWith('.ts'));
    expect(named.filter((it) => !folders.has(it))).toEqual([]);
  });
});

describe('scripts/check-layers.ts', () => {
  const run = () => spawnSync(process.execPath, ['scripts/check-layers.ts', root], { encoding: 'utf8' });

  it('exits with code 0 on a clean tree and says how many files it read', () => {
    write(CLEAN);
    expect(run()).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/\d+ files keep to their layers/) as string,
    });
  });

  it('ends with exit code 1 and the sentence on stderr otherwise', () => {
    write({ 'src-main/api/a.ts': "import ws from 'ws';\n" });
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain("src-main/api/a.ts:1 imports 'ws': ws may be imported only in src-main/hosts/web");
  });
});
