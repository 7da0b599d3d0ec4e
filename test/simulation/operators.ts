import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { DynamoReportStore } from '@kyc-china/storage/report-store';
import { documentClient } from '@kyc-china/storage/reports-table';
import { stages } from '../../lib/stage-configuration.ts';
import { CommandError } from '../../operations/command-line.ts';
import { EndedVerifications } from '../../operations/ended-verifications.ts';
import { Erasure } from '../../operations/erasure.ts';
import { rotateTokenKey } from '../../operations/rotate-token-key.ts';
import { WebhookDeliveries } from '../../operations/webhook-deliveries.ts';
import type { History } from './history.ts';
import type { Command } from './scenario.ts';
import { clientId, names, secretsClient } from './stage.ts';
import type { World } from './world.ts';

/** What `npm run erase` waits for: longer than any function runs. */
const longestInvocationMs = 30_000;
const settings = { region: 'ap-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const sfn = new SFNClient(settings);
const stage = {
  name: 'sandbox',
  configuration: stages.sandbox,
  output: (name: string) => names[name as keyof typeof names],
  settingsFor: () => settings,
};

/** How often an operator repeats a command that failed. */
const mostTries = 3;

/** The operator of the stage: the real commands. */
export class Operator {
  readonly #world: World;
  readonly #history: History;
  readonly #secretArn: string;
  /** Wait the time of the longest function, on the world's clock. */
  readonly #erasure: Erasure;

  constructor(world: World, history: History, schedule: string) {
    this.#world = world;
    this.#history = history;
    this.#secretArn = `${names.TokenKeySecretArn}/${schedule}/operator`;
    this.#erasure = new Erasure(stage, () => world.sleep(longestInvocationMs));
  }

  /** Carries out a command for a report; one that fails by a fault is repeated. */
  async run(command: Command, reportId: string, force: boolean): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1)
      try {
        await this.#world.run(command, Number.POSITIVE_INFINITY, () =>
          this.#carryOut(command, reportId, force),
        );
        return;
      } catch (error) {
        this.#world.note(`${command}: ${(error as Error).message}`);
        if (error instanceof CommandError) return;
      }
  }

  async #carryOut(command: Command, reportId: string, force: boolean): Promise<void> {
    const world = this.#world;
    const options = { by: 'the operator', force };
    const began = world.now;
    if (command === 'client-erase' || command === 'client-resend' || command === 'client-read')
      throw new RangeError(`${command} is a call of the client`);
    if (command === 'erase') {
      const receipt = await this.#erasure.report(reportId, options);
      this.#history.push({ kind: 'erased', at: world.now, began, receipt });
    } else if (command === 'erase-client')
      for await (const receipt of this.#erasure.client(clientId, options))
        this.#history.push({ kind: 'erased', at: world.now, began, receipt });
    else if (command === 'redrive') {
      const reports = new DynamoReportStore(documentClient(), names.ReportsTableName);
      await new EndedVerifications(sfn, names.StateMachineArn, reports).runAgain(reportId);
    } else if (command === 'resend') await new WebhookDeliveries(stage).resend(reportId);
    else if (command === 'stop') {
      const executionArn = `${names.StateMachineArn.replace('stateMachine', 'execution')}:${reportId}`;
      await sfn.send(new StopExecutionCommand({ executionArn }));
      this.#history.push({ kind: 'stopped', at: world.now, reportId });
    } else {
      const compromised = command === 'rotate-compromised';
      await rotateTokenKey(secretsClient, this.#secretArn, new Date(), compromised);
      this.#history.push({ kind: 'key-rotated', at: world.now, compromised });
    }
  }
}
