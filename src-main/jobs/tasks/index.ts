import type { AttackInput, AttackOutput } from './attack.ts';
import type { CompareModelsInput, CompareModelsOutput } from './compare-models.ts';
import type { TaskContext } from './context.ts';
import type { EpsilonCurveInput, EpsilonCurveOutput } from './epsilon-curve.ts';
import type { EvaluateInput, EvaluateOutput } from './evaluate.ts';
import type { ExistenceInput, ExistenceOutput } from './existence.ts';
import type { EstimateTrainingInput, EstimateTrainingOutput } from './estimate-training.ts';
import type { ExportAttackInput, ExportAttackOutput } from './export-attack.ts';
import type { ImportInput, ImportOutput } from './import.ts';
import type { JudgeTransferInput, JudgeTransferOutput } from './judge-transfer.ts';
import type { ImportModelInput, ImportModelOutput } from './import-model.ts';
import type { MinimalPerturbationInput, MinimalPerturbationOutput } from './minimal-perturbation.ts';
import type { SimulateInput, SimulateOutput } from './simulate.ts';
import type { TrainInput, TrainOutput } from './train.ts';

type Task<Input, Output> = (input: Input, context: TaskContext) => Promise<Output>;

interface Tasks {
  import: Task<ImportInput, ImportOutput>;
  simulate: Task<SimulateInput, SimulateOutput>;
  'import-model': Task<ImportModelInput, ImportModelOutput>;
  'estimate-training': Task<EstimateTrainingInput, EstimateTrainingOutput>;
  train: Task<TrainInput, TrainOutput>;
  evaluate: Task<EvaluateInput, EvaluateOutput>;
  'compare-models': Task<CompareModelsInput, CompareModelsOutput>;
  attack: Task<AttackInput, AttackOutput>;
  'epsilon-curve': Task<EpsilonCurveInput, EpsilonCurveOutput>;
  'minimal-perturbation': Task<MinimalPerturbationInput, MinimalPerturbationOutput>;
  existence: Task<ExistenceInput, ExistenceOutput>;
  'export-attack': Task<ExportAttackInput, ExportAttackOutput>;
  'judge-transfer': Task<JudgeTransferInput, JudgeTransferOutput>;
}

export type TaskName = keyof Tasks;
export type TaskInput<T extends TaskName> = Parameters<Tasks[T]>[0];
export type TaskResult<T extends TaskName> = Awaited<ReturnType<Tasks[T]>>;

/**
 * What a worker can do: each task takes plain data and paths, and returns plain data; it knows no database. A task is
 * loaded when it is asked for: an import needs no TensorFlow.
 */
export const tasks: { [T in TaskName]: () => Promise<Tasks[T]> } = {
  import: async () => (await import('./import.ts')).importTask,
  simulate: async () => (await import('./simulate.ts')).simulateTask,
  'import-model': async () => (await import('./import-model.ts')).importModelTask,
  'estimate-training': async () => (await import('./estimate-training.ts')).estimateTrainingTask,
  train: async () => (await import('./train.ts')).trainTask,
  evaluate: async () => (await import('./evaluate.ts')).evaluateTask,
  'compare-models': async () => (await import('./compare-models.ts')).compareModelsTask,
  attack: async () => (await import('./attack.ts')).attackTask,
  'epsilon-curve': async () => (await import('./epsilon-curve.ts')).epsilonCurveTask,
  'minimal-perturbation': async () => (await import('./minimal-perturbation.ts')).minimalPerturbationTask,
  existence: async () => (await import('./existence.ts')).existenceTask,
  'export-attack': async () => (await import('./export-attack.ts')).exportAttackTask,
  'judge-transfer': async () => (await import('./judge-transfer.ts')).judgeTransferTask,
};

export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(tasks, name);
}
