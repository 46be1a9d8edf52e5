import { AppError } from '../../../src-shared/errors/app-error.ts';
import { portText, type Port } from '../../../src-shared/models/network-ports.ts';

/** The one input of a network. Throws AppError 'bad-input' that names all where there are several. */
export function onlyPort(ports: readonly Port[], what: string, path: string): Port {
  const [port] = ports;
  if (port !== undefined && ports.length === 1) return port;
  throw new AppError(
    'bad-input',
    `'${path}' has ${ports.length} ${what}${ports.length > 0 ? `: ${ports.map(portText).join(', ')}` : ''}; one is needed. Export the network so that it takes the signal alone.`,
  );
}

/** The output that is asked for, else the only one. Throws AppError 'bad-input' that names those that there are. */
export function outputPort(ports: readonly Port[], name: string | undefined, path: string): Port {
  const found = name === undefined ? undefined : ports.find((port) => port.name === name);
  if (found !== undefined) return found;
  const all = ports.map(portText).join(', ');
  if (name !== undefined) throw new AppError('bad-input', `'${path}' has no output "${name}"; it has ${all}.`);
  const [port] = ports;
  if (port !== undefined && ports.length === 1) return port;
  throw new AppError(
    'bad-input',
    `'${path}' has ${ports.length} outputs: ${all}. Say which gives the classes (--output <name>).`,
  );
}
