import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { blocksOf } from '../../support/docs/documentation.ts';
import { type Ended, runCommand } from '../command.ts';
import { homeEnvironment, workFolder } from '../home.ts';
import type { Part } from '../part.ts';
import type { ToolName } from '../tools.ts';

/** How a language's receiver is given a parsed body, and what says that it rejects it. */
interface ParsedBodyCase {
  readonly language: 'python' | 'go' | 'java';
  readonly tool: ToolName;
  readonly file: string;
  /** A file beside the receiver that calls its check. */
  readonly caller: { readonly file: string; text(body: string): string };
  /** The expression of the bytes that came, and that of a parsed body. */
  readonly bodies: { readonly raw: string; readonly parsed: string };
  readonly command: readonly [string, ...string[]];
  /** What the run with the parsed body has to say. */
  readonly says: RegExp;
}

const cases: readonly ParsedBodyCase[] = [
  {
    language: 'python',
    tool: 'Python 3.11 with venv',
    file: 'receiver.py',
    caller: {
      file: 'caller.py',
      text: (body) => `import json\nimport receiver\n\nassert not receiver.is_trusted({}, ${body})\n`,
    },
    bodies: { raw: 'b"{}"', parsed: 'json.loads("{}")' },
    command: ['python3', 'caller.py'],
    says: /TypeError: the raw body is needed, as the bytes that came; this is a dict/,
  },
  {
    language: 'go',
    tool: 'Go 1.26',
    file: 'receiver.go',
    caller: {
      file: 'caller.go',
      text: (body) => `package main\n\nvar _ = isTrusted(nil, ${body}, nil)\n`,
    },
    bodies: { raw: '[]byte("{}")', parsed: 'map[string]any{}' },
    command: ['go', 'vet', '.'],
    says: /cannot use map\[string\]any\{\}.* as \[\]byte value in argument to isTrusted/,
  },
  {
    language: 'java',
    tool: 'a JDK, 17 or newer',
    file: 'Receiver.java',
    caller: {
      file: 'Caller.java',
      text: (body) =>
        `class Caller {\n  boolean call() throws Exception {\n    return Receiver.isTrusted(new com.sun.net.httpserver.Headers(), ${body});\n  }\n}\n`,
    },
    bodies: { raw: 'new byte[] {1}', parsed: 'new java.util.HashMap<String, Object>()' },
    command: ['javac', '-d', 'classes', 'Receiver.java', 'Caller.java'],
    says: /incompatible types: HashMap<String,Object> cannot be converted to byte\[\]/,
  },
];

/** Runs a receiver's check on one body. */
function check({ language, file, caller, command }: ParsedBodyCase, body: string): Promise<Ended> {
  const work = workFolder(`receiver-${language}`);
  const [receiver] = blocksOf('docs/guides/receiving-webhooks.md', language);
  writeFileSync(path.join(work, file), receiver?.text ?? '');
  writeFileSync(path.join(work, 'go.mod'), 'module receiver\n\ngo 1.26\n');
  writeFileSync(path.join(work, caller.file), caller.text(body));
  const [program, ...args] = command;
  return runCommand(program, args, { folder: work, environment: homeEnvironment });
}

/** @returns a part that gives a receiver of the guide a body that a framework has parsed. */
function receiverPart(language: ParsedBodyCase): Part {
  return {
    name: `receiver-${language.language}`,
    proves: `that the ${language.language} receiver of the guide rejects a parsed body with an error that says so`,
    tools: [language.tool],
    run: async ({ show }) => {
      const raw = await check(language, language.bodies.raw);
      if (raw.code !== 0) throw new Error(`It does not accept the raw body:\n${raw.output}`);
      const { code, output } = await check(language, language.bodies.parsed);
      const [said] = language.says.exec(output) ?? [];
      if (code === 0 || said === undefined)
        throw new Error(`A parsed body ended with ${code} and this output:\n${output}`);
      show(said);
    },
  };
}

export const receiverParts: readonly Part[] = cases.map(receiverPart);
