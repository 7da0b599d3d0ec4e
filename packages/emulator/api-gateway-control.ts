import { randomBytes, randomInt } from 'node:crypto';
import type { ApiKey, ApiKeyStore } from './api-key-store.ts';
import type { UsagePlanModel } from './api-model.ts';
import type { RunningServer } from './http-server.ts';
import type { Gate } from './iam/gate.ts';
import { region } from './physical-names.ts';
import { type RestOperation, RestServiceError, serveRestJsonService } from './rest-json-service.ts';

/** What the service documents as a key's value. */
const valueForm = /^[A-Za-z0-9]{20,128}$/;
const pageSize = 25;

const notFound = (what: string) =>
  new RestServiceError(404, 'NotFoundException', `Invalid ${what} identifier specified`);

const badRequest = (message: string) => new RestServiceError(400, 'BadRequestException', message);

function newId(): string {
  const characters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 10 }, () => characters[randomInt(characters.length)]).join('');
}

const seconds = () => Math.floor(Date.now() / 1000);

/** The key as the service shows it: its value only when it was asked for. */
function shown(key: ApiKey, includeValue: boolean): object {
  const { value, ...rest } = key;
  return { ...rest, stageKeys: [], ...(includeValue && { value }) };
}

function shownPlan({ id, name, throttle, callsPerMonth }: UsagePlanModel): object {
  return {
    id,
    name,
    ...(throttle && { throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst } }),
    ...(callsPerMonth !== undefined && { quota: { limit: callsPerMonth, offset: 0, period: 'MONTH' } }),
  };
}

/** One page of a list, and where the next one starts. */
function page(items: readonly object[], query: URLSearchParams): object {
  const from = Number(query.get('position') ?? 0);
  const end = from + Number(query.get('limit') ?? pageSize);
  return { item: items.slice(from, end), ...(end < items.length && { position: String(end) }) };
}

interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly value: string;
}

function patched(key: ApiKey, operations: readonly PatchOperation[]): ApiKey {
  let result: ApiKey = { ...key, lastUpdatedDate: seconds() };
  for (const { op, path, value } of operations) {
    if (op !== 'replace' || path !== '/enabled')
      throw badRequest(`the embedded cloud does not ${op} ${path} of an API key`);
    result = { ...result, enabled: value === 'true' };
  }
  return result;
}

/**
 * Serves the part of API Gateway's control plane that hands out API keys: the keys are kept, the plans are the
 * template's.
 */
export function serveApiGatewayControl(
  keys: ApiKeyStore,
  plans: readonly UsagePlanModel[],
  gate: Gate,
): Promise<RunningServer> {
  const keyOf = (id = '') => {
    const key = keys.find(id);
    if (!key) throw notFound('API Key');
    return key;
  };
  const planOf = (id = '') => {
    const plan = plans.find((candidate) => candidate.id === id);
    if (!plan) throw notFound('Usage Plan');
    return plan;
  };

  const operations: RestOperation[] = [
    {
      method: 'POST',
      path: /^\/apikeys$/,
      status: 201,
      run: ({ body: { name = '', description, enabled = false, value } }) => {
        const secret: string = value ?? randomBytes(20).toString('hex');
        if (!valueForm.test(secret))
          throw badRequest('API Key value should be 20 to 128 alphanumeric characters');
        if (keys.withValue(secret))
          throw new RestServiceError(409, 'ConflictException', 'API Key already exists');
        const now = seconds();
        const created = { id: newId(), name, value: secret, enabled, createdDate: now, lastUpdatedDate: now };
        const key: ApiKey = description === undefined ? created : { ...created, description };
        keys.put(key);
        return shown(key, true);
      },
    },
    {
      method: 'GET',
      path: /^\/apikeys$/,
      status: 200,
      run: ({ query }) => {
        const found = keys.all().filter(({ name }) => name.startsWith(query.get('name') ?? ''));
        return page(
          found.map((key) => shown(key, query.get('includeValues') === 'true')),
          query,
        );
      },
    },
    {
      method: 'GET',
      path: /^\/apikeys\/([^/]+)$/,
      status: 200,
      run: ({ path: [id], query }) => shown(keyOf(id), query.get('includeValue') === 'true'),
    },
    {
      method: 'PATCH',
      path: /^\/apikeys\/([^/]+)$/,
      status: 200,
      run: ({ path: [id], body }) => {
        const key = patched(keyOf(id), body.patchOperations ?? []);
        keys.put(key);
        return shown(key, false);
      },
    },
    {
      method: 'DELETE',
      path: /^\/apikeys\/([^/]+)$/,
      status: 202,
      run: ({ path: [id] }) => {
        keys.delete(keyOf(id).id);
        return undefined;
      },
    },
    {
      method: 'GET',
      path: /^\/usageplans$/,
      status: 200,
      run: ({ query }) => page(plans.map(shownPlan), query),
    },
    {
      method: 'POST',
      path: /^\/usageplans\/([^/]+)\/keys$/,
      status: 201,
      run: ({ path: [planId], body }) => {
        const plan = planOf(planId);
        const key = keyOf(body.keyId);
        // A stage takes a key from one plan alone; all the plans here are of the same stage.
        if (plans.some(({ id }) => keys.isAttached(id, key.id)))
          throw new RestServiceError(
            409,
            'ConflictException',
            `Usage plan ${plan.id} already contains or conflicts with the key`,
          );
        keys.attach(plan.id, key.id);
        return { id: key.id, name: key.name, type: 'API_KEY' };
      },
    },
  ];
  return serveRestJsonService(operations, gate, (method, path) => ({
    action: `apigateway:${method}`,
    resource: `arn:aws:apigateway:${region}::${path}`,
  }));
}
