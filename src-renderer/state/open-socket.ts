import { RPCLink } from '@orpc/client/websocket';
import { NOT_LET_IN, welcomeSchema } from '../../src-shared/contract/let-in.ts';
import { TabSession } from './tab-session.ts';
import type { Link, OpenTransport } from './transport.ts';

let tab: TabSession | undefined;

/** The WebSocket of the page's own host, open once the page was let in. */
export const openSocket: OpenTransport = (onOpen, onClose) => {
  const session = (tab ??= new TabSession());
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const websocket = new WebSocket(`${scheme}://${location.host}/rpc`);
  const entered = Promise.withResolvers<Link>();
  entered.promise.catch(() => undefined); // nobody may have called yet
  websocket.addEventListener('open', () => {
    void session
      .hello()
      .then((hello) => websocket.readyState === WebSocket.OPEN && websocket.send(JSON.stringify(hello)));
  });
  websocket.addEventListener(
    'message',
    ({ data }) => {
      session.welcome(welcomeSchema.parse(JSON.parse(String(data))).session);
      entered.resolve(new RPCLink({ websocket }));
      onOpen();
    },
    { once: true },
  );
  websocket.addEventListener('close', ({ code }) => {
    entered.reject(new Error('The connection was closed.'));
    if (code !== NOT_LET_IN) return onClose();
    void session.refused().then((another) => onClose({ refused: !another }));
  });
  return { call: async (path, input, options) => (await entered.promise).call(path, input, options) };
};
