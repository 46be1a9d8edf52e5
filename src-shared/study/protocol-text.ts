import { AppError } from '../errors/app-error.ts';
import { describeIssue } from '../errors/describe-issue.ts';
import { locateJson, type JsonPath, type TextPlace } from '../json/locate-json.ts';
import { protocolSchema, type Protocol } from './protocol.ts';

/** One thing that is wrong with a protocol.json. */
export interface ProtocolProblem extends TextPlace {
  /** Of the field; empty for the whole text. */
  path: JsonPath;
  /** A sentence with the path, the value found there and the cure. */
  sentence: string;
  /** The same of a field alone, where the reader sees which one is meant: 'must be at least 1'. */
  short: string;
}

/** A protocol.json as somebody wrote it: what was meant, or all that is wrong with it, in the order of the text. */
export type CheckedProtocol =
  | { protocol: Protocol; problems: []; json: unknown }
  | { protocol: undefined; problems: ProtocolProblem[]; json: unknown };

/** `json` is undefined where the text is not JSON. */
export function checkProtocolText(text: string): CheckedProtocol {
  const located = locateJson(text);
  if ('problem' in located) {
    const { problem, place } = located;
    const sentence = `This is not JSON: ${problem}.`;
    return { protocol: undefined, json: undefined, problems: [{ ...place, path: [], sentence, short: problem }] };
  }
  const { json, placeOf } = located;
  const parsed = protocolSchema.safeParse(json);
  if (parsed.success) return { protocol: parsed.data, problems: [], json };
  const problems = parsed.error.issues.flatMap((issue) => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    return keys.map((key): ProtocolProblem => {
      const path = [...issue.path, ...(key === undefined ? [] : [key])].map((part) =>
        typeof part === 'symbol' ? String(part) : part,
      );
      const one = key === undefined || issue.code !== 'unrecognized_keys' ? issue : { ...issue, keys: [key] };
      const sentence = describeIssue(one, json, protocolSchema, 'protocol');
      return { ...placeOf(path), path, sentence, short: sentence.replace(/^.*?: (?:it )?/s, '') };
    });
  });
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { protocol: undefined, problems, json };
}

/**
 * The same for whoever can do nothing without a protocol. `where`: the file, if there is one. Throws AppError 'bad-input'
 * that names the line of everything that is wrong.
 */
export function readProtocolText(text: string, where?: string): Protocol {
  const { protocol, problems } = checkProtocolText(text);
  if (protocol) return protocol;
  const said = problems.map(({ line, column, sentence }) => `Line ${line}, column ${column}: ${sentence}`);
  throw new AppError(
    'bad-input',
    `The protocol ${where === undefined ? '' : `${where} `}cannot be used. ${said.join(' ')}`,
    { problems: said },
  );
}
