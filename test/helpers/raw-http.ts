import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
}

/** One request as it is written here: no redirect followed, no header added but Host (unless given). */
export function rawRequest(address: string, { method = 'GET', headers = {} }: RawRequest = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(address);
  // Of the address, only what follows the authority is sent, `..` and all.
  const path = address.slice(address.indexOf('/', 'http://'.length));
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

/** The status that a WebSocket upgrade with these headers is answered with; 101 where it is taken. */
export function upgradeStatus(address: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port, pathname, host } = new URL(address);
  const lines = Object.entries({
    Host: host,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n`);
    });
    socket.once('data', (chunk) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString())?.[1]));
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('end', () => reject(new Error('The host closed the connection without an answer.')));
  });
}
