import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { classesOfCard, codesOf } from '../../../src-shared/class-list.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelService } from './model-service.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { userPath } from '../workspace/user-path.ts';
import { formOf } from './check-model-input.ts';

/**
 * Writes a model for other programs: as ONNX to a file whose name ends so, else as TF.js Layers into a folder. Throws
 * AppError 'conflict' where there is something already; the job fails with what `exportModelTask` throws.
 */
export function startModelExport(
  { jobs }: ServiceContext,
  models: ModelService,
  { model: idOrName, out }: { model: string; out: string },
): StartedJob<'export-model'> {
  const model = models.find(idOrName);
  const outPath = userPath(out);
  if (existsSync(outPath))
    throw new AppError('conflict', `${outPath} is there already. Choose another name, or remove it.`);
  const form = outPath.toLowerCase().endsWith('.onnx') ? ('onnx' as const) : ('tfjs-layers' as const);
  const { samplingHz, unitsPerMv } = formOf(model);
  const facts = {
    name: model.name,
    sha256: model.sha256,
    classes: codesOf(classesOfCard(model.card)).join(','),
    samplingHz: String(samplingHz),
    unitsPerMv: String(unitsPerMv),
    input: 'ADC units, (batch, 1, samples); without normalisation',
  };
  return jobs.start('export-model', `Export ${model.name} as ${basename(outPath)}`, async ({ runTask }) => ({
    path: outPath,
    form,
    ...(await runTask('export-model', { modelFolder: models.folderOf(model), outPath, form, facts })),
  }));
}
