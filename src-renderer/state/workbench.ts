import type { Attempts } from './attempts.svelte.ts';
import type { Client } from './client.ts';
import type { Jobs } from './jobs.svelte.ts';
import type { Removal } from './removal.svelte.ts';
import type { Returned } from './returned.svelte.ts';
import type { Route, Step } from './route.ts';

/** What every view of the workbench is given. */
export interface Workbench {
  client: Client;
  jobs: Jobs;
  attempts: Attempts;
  removal: Removal;
  returned: Returned;
  route: Route;
  go: (step: Step, ...ids: (string | number)[]) => void;
}
