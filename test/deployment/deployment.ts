import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ApiCalls, apiCalls } from '../../local/support/api-calls.ts';
import { credentialsIn } from '../../local/support/client-commands.ts';
import { apiUrlAt } from '../support/api-url.ts';
import type { Ministack } from './ministack.ts';
import { runOk } from './steps.ts';

/** The stacks of an assembly as an operator works with them: by the CDK and by the project's commands. */
export class Deployment {
  readonly #ministack: Ministack;
  readonly #assembly: string;
  readonly #outputsFile: string;

  constructor(ministack: Ministack, assembly: string, folder: string) {
    this.#ministack = ministack;
    this.#assembly = assembly;
    this.#outputsFile = path.join(folder, 'outputs.json');
  }

  /** Runs the CDK's command line. @returns what it printed. */
  cdk(args: readonly string[], { app = this.#assembly, exitCode = 0 } = {}): Promise<string> {
    const options = ['--app', app, '--no-notices', '--progress', 'events'];
    return runOk('cdk', [...args, ...options], this.#ministack.environment, exitCode);
  }

  /** Deploys stacks, and keeps their outputs. */
  deploy(stacks: readonly string[]): Promise<string> {
    const options = ['--require-approval', 'never', '--concurrency', '2', '-O', this.#outputsFile];
    return this.cdk(['deploy', ...stacks, ...options]);
  }

  /** Deploys a stack again, from another assembly. */
  update(stack: string, app: string): Promise<string> {
    return this.cdk(['deploy', stack, '--require-approval', 'never'], { app });
  }

  /** Runs `npm run <name> -- … --stage <stage>`. @returns what it printed. */
  command(name: string, args: readonly string[], stage = 'sandbox', exitCode = 0): Promise<string> {
    const script = name === 'test:stage' ? 'test/stage/main.ts' : `operations/${name}.ts`;
    return runOk('node', [script, ...args, '--stage', stage], this.#ministack.environment, exitCode);
  }

  /** An output of the sandbox's or production's stack. */
  async output(stack: string, name: string): Promise<string> {
    const outputs = JSON.parse(await readFile(this.#outputsFile, 'utf8'));
    const value = outputs[stack]?.[name];
    if (value === undefined) throw new Error(`the stack ${stack} has no output ${name}`);
    return value;
  }

  async apiUrl(stack: string): Promise<string> {
    return apiUrlAt(await this.output(stack, 'ApiUrl'), this.#ministack.endpoint);
  }

  /** Calls a stage's API as the client that `npm run clients -- create` printed. */
  async callsAs(printed: string, stack: string): Promise<ApiCalls> {
    const url = await this.apiUrl(stack);
    return apiCalls(() => url, credentialsIn(printed), 500);
  }
}
