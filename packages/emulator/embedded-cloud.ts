import { readdirSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { refuseTakenPort, serveApi } from './api-gateway.ts';
import { serveApiGatewayControl } from './api-gateway-control.ts';
import { ApiKeyStore } from './api-key-store.ts';
import { readApi, type UsagePlanModel } from './api-model.ts';
import { CloudAssembly } from './cloud-assembly.ts';
import { type Credentials, generateCredentials } from './credentials.ts';
import { lockDirectory, lockFile } from './directory-lock.ts';
import { startDynamoDb } from './dynamodb.ts';
import { ExecutionStore } from './execution-store.ts';
import { Executions } from './executions.ts';
import { type Endpoints, functionDefinitions } from './function-definitions.ts';
import { EncryptionKeys } from './iam/encryption-keys.ts';
import { AccessDenied, Gate, type Principal } from './iam/gate.ts';
import { startKms } from './kms.ts';
import { type Invoke, Lambda, unqualified } from './lambda.ts';
import { lambdaError } from './lambda-error.ts';
import type { LambdaSettings } from './lambda-function.ts';
import { keepPrivate } from './private-directory.ts';
import { announceCloud } from './running-cloud-file.ts';
import { registerKeyPair, startS3 } from './s3.ts';
import { SecretsManager } from './secrets-manager.ts';
import { definitionOf, taskStatesOf } from './state-machine-definition.ts';
import { serveStepFunctions } from './step-functions.ts';
import { serveSts } from './sts.ts';
import { UsagePlans } from './usage-plans.ts';

/** Environments that are loaded at the start: for a function called once a request, and once a Map's item. */
const prewarmed = { each: 1, inMap: 10 };

/** A full request waits a second or two in ten environments: as many run at once as two cores complete in that time. */
const usualConcurrency = 64;

/** The name of the session in which the state machine assumes its role. */
const machineSession = 'states';

/** The first of the public-looking addresses that the embedded internet's hosts get; one after the other. */
const firstPublicAddress = [93, 184, 215, 14] as const;

export interface EmbeddedCloudOptions {
  /** The output folder of `cdk synth`. */
  readonly assemblyDirectory: string;
  readonly stackName: string;
  /** The folder of everything that must survive a restart. */
  readonly dataDirectory: string;
  /** Deletes the data of earlier runs first. */
  readonly reset?: boolean;
  /** The API's port; 0 for any free one. */
  readonly port: number;
  /** Values for environment variables, for the functions whose template declares them. */
  readonly environmentOverrides?: Readonly<Record<string, string>>;
  /** Host names that the functions reach by HTTPS, and the local port of each. */
  readonly internet?: Readonly<Record<string, number>>;
  /** PEM certificates that the functions trust in addition to the public ones. */
  readonly trustedCertificates?: readonly string[];
  /** Maps the services' endpoints to those that the functions use, so that a proxy can sit between them. */
  readonly endpointsForFunctions?: (endpoints: Endpoints) => Endpoints | Promise<Endpoints>;
  /** The clock of the API's front (authorizer cache, throttling, quotas), in milliseconds since 1970. */
  readonly now?: () => number;
  /** Wraps the API: takes its request listener and returns the listener for the API's port. */
  readonly front?: (api: RequestListener) => RequestListener;
  /** Prepares data for callers. Runs when everything except the API's port serves. */
  readonly prepare?: (cloud: UnservedCloud) => Promise<void>;
  /** How many environments each function may have at once; by default, as many as the account. */
  readonly mostEnvironments?: number;
  /** How many invocations of all functions may run at once, as an AWS account limits them; by default 64. */
  readonly accountConcurrency?: number;
  /** Called when an invocation ends. */
  readonly onInvocation?: LambdaSettings['onInvocation'];
}

/** A cloud that runs completely, but whose API does not serve yet. */
export interface UnservedCloud {
  readonly stackName: string;
  /** The stack's outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoints: Endpoints;
  /** The operator's key pair: an administrator, restricted only by the policies of keys and buckets. */
  readonly credentials: Credentials;
  /** The permissions that the stack's roles and users used, and those that they have but did not use. */
  readonly iam: Pick<Gate, 'used' | 'unused'>;
  /** Returns a key pair of a person who has one of the stack's managed policies and nothing else. */
  readonly operatorWith: (policyName: string) => Credentials;
  /** The executions of the stack's state machine. */
  readonly executions: Pick<Executions, 'all' | 'definition' | 'find' | 'history' | 'subscribe'>;
}

export interface EmbeddedCloud extends UnservedCloud {
  /** The API's base URL, without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

function machineOf(assembly: CloudAssembly) {
  const [machine] = assembly.resourcesOf('AWS::StepFunctions::StateMachine');
  if (!machine) throw new Error(`the stack ${assembly.stackName} has no state machine`);
  const definition = definitionOf(assembly, machine);
  return {
    arn: assembly.refOf(machine),
    definition,
    tasks: taskStatesOf(definition),
    roleArn: assembly.text(machine.properties.RoleArn),
  };
}

/** Invokes with the rights of the machine's role, as Step Functions does. */
function invokedBy(role: Principal, gate: Gate, invoke: Invoke): Invoke {
  return async (functionArn, event) => {
    try {
      gate.authorize(role, [{ action: 'lambda:InvokeFunction', resource: functionArn }]);
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      throw lambdaError('Lambda.AWSLambdaException', error.message);
    }
    return invoke(functionArn, event);
  };
}

/** Registers the key pairs of the stack's users and of the operator with their principals. */
function registerKeyPairs(
  assembly: CloudAssembly,
  gate: Gate,
  pairs: Readonly<Record<string, Credentials>>,
  operator: Credentials,
): void {
  for (const { logicalId, properties } of assembly.resourcesOf('AWS::IAM::AccessKey')) {
    const pair = pairs[logicalId];
    if (!pair) continue;
    registerKeyPair(pair);
    gate.register(pair.accessKeyId, gate.user(assembly.text(properties.UserName)));
  }
  registerKeyPair(operator);
  gate.register(operator.accessKeyId);
}

function internetHosts(internet: Readonly<Record<string, number>>) {
  const [a, b, c, d] = firstPublicAddress;
  return Object.entries(internet).map(([hostname, localPort], index) => ({
    hostname,
    localPort,
    address: `${a}.${b}.${c}.${d + index}`,
  }));
}

function emptyDirectory(directory: string): void {
  for (const entry of readdirSync(directory))
    if (entry !== lockFile) rmSync(path.join(directory, entry), { recursive: true });
}

/** Collects what was started and stops it in reverse order. */
class Parts {
  readonly #stops: (() => Promise<void> | void)[] = [];

  add<T extends { stop(): Promise<void> }>(part: T): T {
    this.#stops.push(() => part.stop());
    return part;
  }

  onStop(stop: () => void): void {
    this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    for (let last = this.#stops.pop(); last; last = this.#stops.pop()) await last();
  }
}

/** Starts the services that keep data. @returns where they listen. */
async function startServices(
  parts: Parts,
  assembly: CloudAssembly,
  executions: Executions,
  apiKeys: { readonly store: ApiKeyStore; readonly plans: readonly UsagePlanModel[] },
  dataDirectory: string,
  credentials: Credentials,
  gate: Gate,
): Promise<Endpoints> {
  const secrets = new SecretsManager(assembly, path.join(dataDirectory, 'secrets'));
  registerKeyPairs(assembly, gate, secrets.accessKeys(), credentials);
  const keys = new EncryptionKeys(assembly);
  const dynamoDb = startDynamoDb(assembly, path.join(dataDirectory, 'dynamodb'), credentials, gate, keys);
  return {
    DYNAMODB: parts.add(await dynamoDb).url,
    S3: parts.add(await startS3(assembly, path.join(dataDirectory, 's3'), gate, keys)).url,
    SECRETS_MANAGER: parts.add(await secrets.serve(gate, keys)).url,
    KMS: parts.add(await startKms(assembly, path.join(dataDirectory, 'kms'), gate)).url,
    SFN: parts.add(await serveStepFunctions([executions], gate)).url,
    API_GATEWAY: parts.add(await serveApiGatewayControl(apiKeys.store, apiKeys.plans, gate)).url,
    STS: parts.add(await serveSts(gate)).url,
  };
}

async function startParts(options: EmbeddedCloudOptions, parts: Parts): Promise<Omit<EmbeddedCloud, 'stop'>> {
  const { assemblyDirectory, stackName, dataDirectory, port, reset, front, now = Date.now } = options;
  const { accountConcurrency = usualConcurrency } = options;
  const assembly = new CloudAssembly(assemblyDirectory, stackName);
  const credentials = generateCredentials();
  const gate = new Gate(assembly);

  const model = readApi(assembly);
  // Checks the port first, although the API is served last.
  await refuseTakenPort(port);
  parts.onStop(lockDirectory(dataDirectory));
  keepPrivate(dataDirectory);
  if (reset) emptyDirectory(dataDirectory);

  const loaded = Promise.withResolvers<Lambda>();
  const invoke = async (functionArn: string, event: unknown) =>
    (await loaded.promise).invoke(functionArn, event);
  const machine = machineOf(assembly);
  const store = await ExecutionStore.open(path.join(dataDirectory, 'executions'));
  const executions = new Executions(
    machine,
    store,
    invokedBy(gate.role(machine.roleArn, machineSession), gate, invoke),
  );
  const apiKeys = new ApiKeyStore(path.join(dataDirectory, 'api-gateway'));
  parts.onStop(() => apiKeys.close());
  const plans = model.usagePlans ?? [];
  const keyService = { store: apiKeys, plans };
  const endpoints = await startServices(
    parts,
    assembly,
    executions,
    keyService,
    dataDirectory,
    credentials,
    gate,
  );
  const reached = (await options.endpointsForFunctions?.(endpoints)) ?? endpoints;
  const functions = functionDefinitions(assembly, reached, options.environmentOverrides ?? {}, gate);
  const lambda = parts.add(
    new Lambda(functions, {
      logDirectory: path.join(dataDirectory, 'logs'),
      compileCacheDirectory: path.join(dataDirectory, 'compile-cache'),
      internet: internetHosts(options.internet ?? {}),
      trustedCertificates: options.trustedCertificates ?? [],
      concurrency: {
        account: accountConcurrency,
        perFunction: options.mostEnvironments ?? accountConcurrency,
      },
      ...(options.onInvocation && { onInvocation: options.onInvocation }),
    }),
  );
  parts.add(executions);
  const inMap = new Set(
    machine.tasks.filter((task) => task.inMap).map((task) => unqualified(task.functionArn)),
  );
  await Promise.all(
    functions.map(({ arn }) => lambda.prewarm(arn, inMap.has(arn) ? prewarmed.inMap : prewarmed.each)),
  );
  loaded.resolve(lambda);
  const operatorWith = (policyName: string): Credentials => {
    const pair = generateCredentials();
    registerKeyPair(pair);
    gate.register(pair.accessKeyId, gate.operatorWith(policyName));
    return pair;
  };
  const outputs = assembly.outputs();
  const cloud = { stackName, outputs, endpoints, credentials, executions, iam: gate, operatorWith };
  await options.prepare?.(cloud);
  executions.resume();
  // Starts last and stops first, so that no request reaches an incomplete cloud.
  const usagePlans = new UsagePlans(plans, apiKeys, now);
  const { url } = parts.add(
    await serveApi(model, invoke, port, { usagePlans, now, ...(front && { front }) }),
  );
  parts.onStop(
    announceCloud(dataDirectory, { stackName, url, outputs: cloud.outputs, endpoints, credentials }),
  );
  return { ...cloud, url };
}

/**
 * Runs the synthesized stack on this machine: its functions, API, state machine, tables, buckets and secrets.
 * The API's port is closed until all of it serves, the functions are loaded, and the preparation is done.
 * @throws Error if the port is in use, or another process uses the data directory.
 */
export async function startEmbeddedCloud(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
  const parts = new Parts();
  try {
    return { ...(await startParts(options, parts)), stop: () => parts.stop() };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}
