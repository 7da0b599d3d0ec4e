import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { CloudAssembly } from '@kyc-china/emulator/cloud-assembly';
import type { UnservedCloud } from '@kyc-china/emulator/embedded-cloud';
import { connectToEmbedded } from '../../operations/stage-connection.ts';
import { WebhookDeliveries } from '../../operations/webhook-deliveries.ts';
import type { localClient } from '../seed.ts';
import { receiverHost, type WebhookReceiver } from '../webhook-receiver.ts';
import { type DeployedSite, readSite } from './deployed-site.ts';
import { Inspection } from './inspection.ts';
import { isPassedOn, StaticSite } from './static-site.ts';
import { isLocalVisitor } from './visitor.ts';
import { WebhookVerdicts } from './webhook-verdicts.ts';

const settingsFile = 'console.json';
const inspectionPath = '/inspection/';

const notLocal =
  'The local run serves this machine alone: call it by 127.0.0.1, localhost or [::1], and not from a page of another site.';

/** What exists only after the cloud has started. */
export interface RunningParts {
  readonly cloud: UnservedCloud;
  readonly receiver: WebhookReceiver;
  readonly webhookSecret: string;
  /** The client that the page may use. */
  readonly client: typeof localClient;
}

interface Opened {
  readonly site: StaticSite;
  readonly inspection: Inspection;
  readonly client: typeof localClient;
}

/**
 * Serves the console in front of the embedded API, as the console's distribution does for the deployed one. It also
 * serves what only the embedded run has: its executions and webhooks, for pages and tools of this machine.
 */
export class ConsoleFront {
  readonly #assemblyDirectory: string;
  readonly #site: DeployedSite;
  #stop: (() => void) | undefined;
  readonly #opened = Promise.withResolvers<Opened>();

  /**
   * @param assemblyDirectory where `cdk synth` wrote to.
   * @param consoleStackName the stack of the console that is served.
   * @throws Error when it cannot be read, or uses what the embedded cloud lacks.
   */
  constructor(assemblyDirectory: string, consoleStackName: string) {
    this.#assemblyDirectory = assemblyDirectory;
    this.#site = readSite(new CloudAssembly(assemblyDirectory, consoleStackName));
  }

  /** Starts to serve. Requests that came earlier have waited. */
  open({ cloud, receiver, webhookSecret, client }: RunningParts): void {
    const attempts = new WebhookDeliveries(connectToEmbedded(cloud));
    const verdicts = new WebhookVerdicts(receiver, webhookSecret);
    this.#stop = () => {
      verdicts.stop();
      attempts.close();
    };
    this.#opened.resolve({
      site: new StaticSite(withLinksTo(cloud.endpoints.S3, this.#site, this.#linkedHosts(cloud))),
      inspection: new Inspection({ executions: cloud.executions, attempts, verdicts }),
      client,
    });
  }

  /** Closes its connections. */
  close(): void {
    this.#stop?.();
  }

  /** Wraps the API: serves the console and forwards other requests. */
  readonly before = (api: RequestListener): RequestListener => {
    return (request, response) => {
      this.#serve(request, response, api).catch(() => {
        if (response.headersSent) response.destroy();
        else json(request, response, 500, { message: 'The console failed.' });
      });
    };
  };

  async #serve(request: IncomingMessage, response: ServerResponse, api: RequestListener): Promise<void> {
    const [path = '/'] = (request.url ?? '/').split('?');
    // The local client's secret is in the README: only these headers keep another site's page from the API.
    if (isPassedOn(this.#site, path)) {
      if (isLocalVisitor(request)) api(request, response);
      else json(request, response, 403, { message: notLocal, requestId: randomUUID() });
      return;
    }
    const { site, inspection, client } = await this.#opened.promise;
    const isSettings = path === `/${settingsFile}`;
    if (!isSettings && !path.startsWith(inspectionPath)) return site.serve(request, response);
    const headers = site.headersFor(path);
    if (!isLocalVisitor(request)) return json(request, response, 403, { message: notLocal }, headers);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return json(
        request,
        response,
        405,
        { message: 'This can only be read.' },
        { ...headers, allow: 'GET, HEAD' },
      );
    const found = isSettings
      ? localSettings(site, client)
      : await inspection.answer(path.slice(inspectionPath.length));
    if (!found) return json(request, response, 404, { message: 'There is no such thing.' }, headers);
    return json(request, response, 200, found, headers);
  }

  /** Where the service's buckets are when they are deployed. */
  #linkedHosts({ stackName }: UnservedCloud): string[] {
    const service = new CloudAssembly(this.#assemblyDirectory, stackName);
    return service
      .resourcesOf('AWS::S3::Bucket')
      .map((bucket) => `https://${service.attributeOf(bucket, 'RegionalDomainName')}`);
  }
}

/** The site, with all that the page may fetch from buckets at the embedded S3, which has them under one address. */
function withLinksTo(s3: string, site: DeployedSite, hosts: readonly string[]): DeployedSite {
  const here = (value: string) => hosts.reduce((text, host) => text.replaceAll(host, s3), value);
  return {
    ...site,
    behaviours: site.behaviours.map((behaviour) => ({
      ...behaviour,
      headers: Object.fromEntries(
        Object.entries(behaviour.headers).map(([name, value]) => [name, here(value)]),
      ),
    })),
  };
}

/** Returns the deployed settings, extended by those of the local run. */
function localSettings(site: StaticSite, { clientId, clientSecret }: typeof localClient): object | undefined {
  const deployed = site.content(settingsFile);
  return (
    deployed && {
      ...JSON.parse(deployed.toString()),
      inspection: true,
      client: { id: clientId, secret: clientSecret },
      callbackUrl: `https://${receiverHost}/kyc`,
    }
  );
}

function json(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  answer: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify(answer);
  request.resume();
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
