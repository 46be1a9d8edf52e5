import { join } from 'node:path';
import type { ModelSummary } from '../../../src-shared/contract/models.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { upsertModel } from '../../db/models/models.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { readCard } from '../../ml/files/card-file.ts';
import { hashModel, replaceStored } from '../models/model-folder.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import type { TrainingPlan } from './training-plan.ts';

interface Trained extends Pick<ModelSummary, 'history'> {
  /** Its files, which are moved. */
  folder: string;
  /** The name of what it learned from. */
  dataset: string;
  stopped: boolean;
}

/** Stores what a training has made as the model of its id, in the place of what it had made when it was stopped. */
export function storeTrained(
  { db, workspace }: Pick<ServiceContext, 'db' | 'workspace'>,
  { id, name, options }: TrainingPlan,
  { folder, dataset, stopped, history }: Trained,
): Promise<void> {
  return replaceStored(folder, join(workspace.modelsFolder, id), (made) => {
    const model = {
      id,
      name,
      architecture: options.model,
      origin: 'trained' as const,
      sha256: hashModel(made),
      createdAt: nowIso(),
      card: readCard(made),
      history,
    };
    return storeWhenFree(db, () => {
      upsertModel(db, model);
      appendAct(db, nowIso(), 'train', { modelId: id, name, dataset, stopped });
    });
  });
}
