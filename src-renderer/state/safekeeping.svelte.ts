import type { Client } from './client.ts';

const AGAIN_MS = 60_000;

/** Whether something about the copies of the workspace wants a person: shown in every view of the workbench. */
export class Safekeeping {
  /** In a few words; null where nothing does. */
  warning = $state<string | null>(null);

  /** Asks now and every minute until the returned function is called: backups are made without anybody asking. */
  follow(client: Client): () => void {
    const ask = async (): Promise<void> => {
      try {
        const { problem, restore } = await client.workspace.backups();
        this.warning = restore ? 'Restart to restore' : problem === null ? null : 'Not backed up';
      } catch {
        // The connection banner reports it.
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), AGAIN_MS);
    return () => clearInterval(timer);
  }
}
