import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { isGpuWanted } from '../../ml/engine/search-engine.ts';
import { MAX_WORKERS } from '../../jobs/run-tasks.ts';
import type { TaskProgress } from '../../jobs/tasks/context.ts';
import type { TaskInput, TaskName, TaskResult } from '../../jobs/tasks/index.ts';
import { isEngineOf, patternFrom, type Arithmetic, type Piece } from './piece.ts';
import { encodeResult } from './result.ts';

export type RunTask = <T extends TaskName>(
  task: T,
  input: TaskInput<T>,
  onProgress?: (progress: TaskProgress) => void,
) => Promise<TaskResult<T>>;

/** A piece with its parts on this machine. */
export interface PieceAtHand {
  id: string;
  piece: Piece;
  /** A pack of its records, whose ids are their positions in the piece. */
  packPath: string;
  modelFolder: string;
}

/** How many pieces this machine makes at once: a graphics processor serves several no sooner than one after another. */
export function piecesAtOnce(): number {
  return isGpuWanted() ? 1 : MAX_WORKERS;
}

/** With what this machine would compute. */
export async function arithmeticHere(runTask: RunTask, program: string): Promise<Arithmetic> {
  // A task of its own has no progress to tell.
  return { program, ...(await runTask('arithmetic', {}, () => undefined)) };
}

/** Makes a piece in a worker of this machine: its result as bytes. The files that it needs are made in `folder` and deleted. */
export async function computePiece(
  runTask: RunTask,
  { id, piece, packPath, modelFolder }: PieceAtHand,
  folder: string,
  onProgress: (progress: TaskProgress) => void = () => undefined,
): Promise<{ bytes: Buffer; seconds: number }> {
  const examplesPath = join(folder, `${id}.examples`);
  try {
    const pattern = piece.pattern === undefined ? undefined : patternFrom(piece.pattern);
    const input = { packPath, examplesPath, modelFolder, options: piece.options, pattern };
    const output = await runTask('attack', input, onProgress);
    if (!isEngineOf(piece.arithmetic, output.engine))
      throw new AppError(
        'conflict',
        `The engine changed from ${piece.arithmetic.engine} to ${output.engine} in the middle of a sweep.`,
      );
    return { bytes: encodeResult(output, examplesPath), seconds: output.seconds };
  } finally {
    await rm(examplesPath, { force: true });
  }
}
