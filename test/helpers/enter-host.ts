import { WebSocket, type ClientOptions } from 'ws';
import { OPEN_FRAGMENT, welcomeSchema, type Hello } from '../../src-shared/contract/let-in.ts';

/** The part of a printed address that lets in. */
export const tokenOf = (address: string): string =>
  address.slice(address.indexOf(OPEN_FRAGMENT) + OPEN_FRAGMENT.length);

/** A page's WebSocket after its first message: with the session that it was given, or the code that it was closed with. */
export function sayHello(
  origin: string,
  hello: Hello | string,
  options: ClientOptions = {},
): Promise<{ socket: WebSocket; session?: string; code?: number }> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
    ...options,
    headers: { Origin: origin, ...options.headers },
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => socket.send(typeof hello === 'string' ? hello : JSON.stringify(hello)));
    socket.once('message', (data: Buffer) =>
      resolve({ socket, session: welcomeSchema.parse(JSON.parse(data.toString())).session }),
    );
    socket.once('close', (code) => resolve({ socket, code }));
    socket.once('error', reject);
  });
}
