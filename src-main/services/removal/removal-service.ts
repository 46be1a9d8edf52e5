import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DeletedThing, RemovableKind, RemovedThing, RenamableKind } from '../../../src-shared/contract/removal.ts';
import { checkProtocolText } from '../../../src-shared/study/protocol-text.ts';
import { titleOf } from '../../../src-shared/study/protocol-title.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { appendAudit } from '../../db/audit/audit.ts';
import { dependentsOf } from '../../db/removal/dependents.ts';
import { purge } from '../../db/removal/purge.ts';
import { insertRemoved, listDeleted, listRemoved, takeBackRemoved } from '../../db/removal/removed.ts';
import { renameDraft, renameRow } from '../../db/removal/rename.ts';
import type { AnalysisService } from '../analyses/analysis-service.ts';
import type { AttackService } from '../attacks/attack-service.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { ModelService } from '../models/model-service.ts';
import type { DesignService } from '../studies/design-service.ts';
import type { StudyService } from '../studies/study-service.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';

/** How long what was deleted can be taken back, at least. */
const KEPT_MS = 24 * 3600 * 1000;

interface Owners {
  datasets: DatasetService;
  models: ModelService;
  attacks: AttackService;
  analyses: AnalysisService;
  studies: StudyService;
  designs: DesignService;
}

/** Deleting and renaming: refused where something depends on it, and taken back for a day. */
export class RemovalService {
  readonly #context: ServiceContext;
  readonly #owners: Owners;

  constructor(context: ServiceContext, owners: Owners) {
    this.#context = context;
    this.#owners = owners;
    this.#purgeOld();
  }

  /** By id, or by name where it has one. Throws AppError: not-found; refused, with what depends on it. */
  remove(kind: RemovableKind, idOrName: string): RemovedThing & { name: string } {
    const { db, jobs } = this.#context;
    const { id, name } = this.#find(kind, idOrName, 'remove');
    // No job needs a design: what is built has a copy of its protocol.
    const atWork = jobs.list().find(({ state }) => state === 'running' || state === 'queued');
    if (atWork && kind !== 'design') {
      throw new AppError(
        'refused',
        `“${atWork.title}” is at work and may need it. Wait until it is done, or stop it, then delete.`,
      );
    }
    db.transaction(() => {
      const dependents = dependentsOf(db, kind, id);
      if (dependents.length > 0) {
        throw new AppError(
          'refused',
          `“${name}” cannot be deleted: it is used by ${dependents.join(' and ')}. Delete ${dependents.length === 1 && dependents[0]?.startsWith('1 ') ? 'that' : 'those'} first.`,
        );
      }
      insertRemoved(db, { kind, id, name, at: nowIso() });
      appendAct(db, nowIso(), 'delete', { kind, id, name });
    }).immediate();
    return { kind, id, name };
  }

  /** What can be taken back, deleted last first. */
  list(): DeletedThing[] {
    return listDeleted(this.#context.db);
  }

  /** Throws AppError 'not-found' if it is not among what was deleted. */
  restore(thing: RemovedThing): void {
    const { db } = this.#context;
    const { kind, id } = thing;
    db.transaction(() => {
      if (!takeBackRemoved(db, thing))
        throw new AppError('not-found', `There is no deleted ${kind} ${id}: it is there, or gone for good.`);
      appendAct(db, nowIso(), 'undelete', { kind, id });
    }).immediate();
  }

  /** Throws AppError: not-found; conflict, if the name is taken; refused for what ships with the program or is locked. */
  rename(kind: RenamableKind, idOrName: string, name: string): void {
    const { db } = this.#context;
    const { id, name: before } = this.#find(kind, idOrName, 'rename');
    db.transaction(() => {
      this.#setName(kind, id, name);
      appendAct(db, nowIso(), 'rename', { kind, id, before, name });
    }).immediate();
  }

  #setName(kind: RenamableKind, id: string, name: string): void {
    const { db } = this.#context;
    if (kind === 'study') {
      const { protocol } = this.#owners.studies.find(id);
      const text = JSON.stringify({ ...protocol, title: name });
      renameDraft(db, id, { title: name, text, sha256: createHash('sha256').update(text).digest('hex') });
      return;
    }
    const all = kind === 'dataset' ? this.#owners.datasets.list() : this.#owners.models.list();
    if (all.some((other) => other.id !== id && (other.name === name || other.id === name))) {
      throw new AppError('conflict', `There is another ${kind} named “${name}”. Choose another name.`);
    }
    renameRow(db, kind === 'dataset' ? 'datasets' : 'models', id, name);
  }

  #find(kind: RemovableKind, idOrName: string, wish: 'remove' | 'rename'): { id: string; name: string } {
    const { datasets, models, attacks, analyses, studies, designs } = this.#owners;
    switch (kind) {
      case 'dataset':
        return datasets.find(idOrName);
      case 'model': {
        const model = models.find(idOrName);
        if (model.origin !== 'bundled') return model;
        throw new AppError('refused', `“${model.name}” ships with Equipoise: it is neither deleted nor renamed.`);
      }
      case 'run':
        return { id: attacks.run(idOrName).id, name: `run ${idOrName.slice(0, 8)}` };
      case 'study': {
        const { id, title, lockedAt, rehearsalOf } = studies.find(idOrName);
        if (lockedAt === null || (rehearsalOf !== null && wish === 'remove')) return { id, name: title };
        throw new AppError('refused', `“${title}” is locked: it is evidence, and neither deleted nor renamed.`);
      }
      case 'design': {
        const { id, text } = designs.get(idOrName);
        return { id, name: titleOf(checkProtocolText(text).json) };
      }
      case 'analysis':
        return { id: analyses.get(idOrName).id, name: `analysis ${idOrName.slice(0, 8)}` };
      case 'comparison':
        return { id: models.comparison(idOrName).id, name: `comparison ${idOrName.slice(0, 8)}` };
    }
  }

  /** What was deleted a day ago or earlier goes for good; what something depends on by now, comes back. */
  #purgeOld(): void {
    const { db, log, workspace } = this.#context;
    for (const thing of listRemoved(db, new Date(Date.now() - KEPT_MS).toISOString())) {
      const { kind, id } = thing;
      if (dependentsOf(db, kind, id).length > 0) {
        takeBackRemoved(db, thing);
        continue;
      }
      try {
        db.transaction(() => {
          purge(db, kind, id);
          appendAudit(db, nowIso(), 'purge', { kind, id });
        }).immediate();
        if (kind === 'model') rmSync(join(workspace.modelsFolder, id), { recursive: true, force: true });
      } catch (error) {
        // Hidden it stays, and the next start tries again.
        log.warn({ kind, id, error }, 'could not be deleted for good');
      }
    }
  }
}
