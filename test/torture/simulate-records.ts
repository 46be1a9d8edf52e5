import { reopenServices } from '../helpers/open-services.ts';

/** Fills the workspace of this folder with a few short simulated records. */
export async function simulateRecords(folder: string): Promise<void> {
  const services = await reopenServices(folder);
  await services.jobs.finished(services.datasets.startSimulation({ records: 24, seed: 1, durationS: 10 }).id);
  await services.close();
}
