import type { WebSocket } from 'ws';
import { helloSchema, NOT_LET_IN, type Hello, type Welcome } from '../../../src-shared/contract/let-in.ts';
import type { Access } from './access.ts';

const HELLO_LIMIT_MS = 10_000;

/**
 * Waits for the socket's first message, and lets in who has a session or a token that was not used: answers with the
 * session and calls `enter`. Anybody else is told nothing, and closed.
 */
export function letIn(client: WebSocket, access: Access, enter: (usedToken: string | undefined) => void): void {
  const refuse = (): void => client.close(NOT_LET_IN, 'This page has not been let in.');
  const tooLate = setTimeout(refuse, HELLO_LIMIT_MS);
  client.once('close', () => clearTimeout(tooLate));
  client.once('message', (data: Buffer, isBinary: boolean) => {
    clearTimeout(tooLate);
    const hello = isBinary ? undefined : parsed(data.toString());
    const known = access.hasSession(hello?.session ?? null);
    const session = known ? hello?.session : hello?.token && access.redeem(hello.token);
    if (!session) return refuse();
    enter(known ? undefined : hello?.token);
    client.send(JSON.stringify({ session } satisfies Welcome));
  });
}

function parsed(text: string): Hello | undefined {
  try {
    return helloSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
