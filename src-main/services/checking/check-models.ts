import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../src-shared/contract/workspace-check.ts';
import { getModel, listModels } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { hashModelInPieces } from '../models/model-folder.ts';
import { RESTORE } from './database-findings.ts';

/** The files of every model of the workspace against their hash, and folders that belong to none. */
export async function checkModels(
  db: ReadableDB,
  modelsFolder: string,
): Promise<{ models: number; findings: Finding[] }> {
  const models = listModels(db).filter(({ origin }) => origin !== 'bundled');
  const findings: Finding[] = [];
  for (const { id, name, sha256 } of models) {
    const folder = join(modelsFolder, id);
    const found = existsSync(folder) ? await hashed(folder) : { problem: `its folder ${folder} is gone` };
    if ('problem' in found)
      findings.push({ what: `The model "${name}" cannot be read: ${found.problem}.`, cure: RESTORE });
    else if (found.sha256 !== sha256)
      findings.push({
        what: `The files of the model "${name}" in ${folder} are not those that were stored: their SHA-256 is another one.`,
        cure: RESTORE,
      });
  }
  // Whatever else a name says is the business of trainings, and of models that take their place at the next start.
  for (const name of readdirSync(modelsFolder).filter((each) => !each.includes('.') && !getModel(db, each)))
    findings.push({
      what: `The folder ${join(modelsFolder, name)} belongs to no model.`,
      cure: 'Delete it, or import it as a model if it should be one.',
    });
  return { models: models.length, findings };
}

async function hashed(folder: string): Promise<{ sha256: string } | { problem: string }> {
  try {
    return { sha256: await hashModelInPieces(folder) };
  } catch (error) {
    return { problem: AppError.from(error).message.replace(/\.$/, '') };
  }
}
