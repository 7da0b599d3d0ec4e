import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { findRunningCloud, type RunningCloud } from '@kyc-china/emulator/running-cloud-file';
import { type StageConfiguration, stackNameOf, stages } from '../lib/stage-configuration.ts';
import { CommandError } from './command-line.ts';

/** The stage of this machine: the embedded run. It serves the synthesized stack of another stage. */
export const localStage = 'local';

const stageNames = [localStage, ...Object.keys(stages)];

/** The option `--stage` in a command's usage. */
export const stageOption = `--stage <${stageNames.join('|')}>`;

/** Its line in a command's list of options. */
export const stageOptionLine = `${stageOption}   where: ${localStage}, the default, is the run that is serving now`;

/** The services that operations use, as the embedded cloud names them. */
type Service = 'DYNAMODB' | 'API_GATEWAY' | 'SECRETS_MANAGER' | 'S3' | 'SFN' | 'STS' | 'SNS' | 'KMS';

/** The settings that an SDK client is created with. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A stage that runs, and how to reach its services. */
export interface StageConnection {
  /** The name by which commands call it: `local`, or the configuration's. */
  readonly name: string;
  readonly configuration: StageConfiguration;
  /** An output of the stage's stack. @throws CommandError when the stack is older than the output. */
  output(name: string): string;
  settingsFor(service: Service): ClientSettings;
}

/** Returns a command line for a person to copy, for the stage on which the present command works. */
export function onStage({ name }: Pick<StageConnection, 'name'>, line: string): string {
  return name === localStage ? line : `${line} --stage ${name}`;
}

function connection(
  name: string,
  configuration: StageConfiguration,
  outputs: Readonly<Record<string, string>>,
  settingsFor: StageConnection['settingsFor'],
): StageConnection {
  return {
    name,
    configuration,
    settingsFor,
    output: (output) => {
      const value = outputs[output];
      if (value === undefined)
        throw new CommandError(
          `the stack ${stackNameOf(configuration.name)} has no output ${output}: deploy it again`,
        );
      return value;
    },
  };
}

/** What an operation needs to know about an embedded cloud. */
type EmbeddedStage = Pick<RunningCloud, 'stackName' | 'outputs' | 'endpoints' | 'credentials'> &
  Partial<Pick<RunningCloud, 'url'>>;

/** The stage that an embedded cloud serves. */
export function connectToEmbedded({
  stackName,
  url,
  outputs,
  endpoints,
  credentials,
}: EmbeddedStage): StageConnection {
  const configuration = Object.values(stages).find(({ name }) => stackNameOf(name) === stackName);
  if (!configuration) throw new CommandError(`${stackName} does not belong to any stage`);
  const { region } = configuration;
  // The template's URL is one of AWS.
  const served = { ...outputs, ...(url && { ApiUrl: url }) };
  return connection(localStage, configuration, served, (service) => {
    if (service === 'SNS') throw new CommandError('the local run has no SNS');
    return { region, endpoint: endpoints[service], credentials };
  });
}

async function connectToDeployed(configuration: StageConfiguration): Promise<StageConnection> {
  const { name, region } = configuration;
  const client = new CloudFormationClient({ region });
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackNameOf(name) }));
    const outputs = (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey,
      OutputValue,
    ]);
    return connection(name, configuration, Object.fromEntries(outputs), () => ({ region }));
  } catch (error) {
    // CloudFormation's answer when there is no such stack.
    if ((error as Error).name !== 'ValidationError') throw error;
    throw new CommandError(
      `${stackNameOf(name)} is not deployed in ${region}, in the account of these credentials`,
    );
  } finally {
    client.destroy();
  }
}

/**
 * Finds a stage: `local` is the embedded run that is serving now. Every other stage is a deployed stack.
 * @throws CommandError when there is no such stage, or it does not run.
 */
export async function connectToStage(name: string, dataDirectory: string): Promise<StageConnection> {
  if (name === localStage) {
    const cloud = findRunningCloud(dataDirectory);
    if (cloud) return connectToEmbedded(cloud);
    throw new CommandError('no local run is serving: start one with `npm run local`, and leave it running');
  }
  const configuration = Object.values(stages).find((stage) => stage.name === name);
  if (configuration) return connectToDeployed(configuration);
  throw new CommandError(`there is no stage ${name}: the stages are ${stageNames.join(', ')}`);
}
