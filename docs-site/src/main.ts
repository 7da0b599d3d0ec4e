import swaggerUi from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import { keepControlsNamed, pathsAsText } from './accessible.ts';
import './docs.css';

/** What is needed of an OpenAPI document; the rest is Swagger UI's. */
interface OpenApiDocument {
  readonly servers: readonly object[];
  readonly components: { readonly parameters: { readonly IdempotencyKey: { readonly example?: string } } };
}

/** What `/console.json` says of the stage, as far as it matters here. */
interface StageSettings {
  readonly stage: string;
  readonly client?: { readonly id: string; readonly secret: string };
}

/** The security schemes that a client's two credentials are, by their names in the document. */
const schemes = { id: 'clientId', secret: 'clientSecret' } as const;

async function fetchJson<T>(url: string): Promise<T | undefined> {
  const response = await fetch(url);
  return response.ok ? ((await response.json()) as T) : undefined;
}

/** The document as it can be tried here, if an API is behind the page: its server is then the one that serves this. */
function tryableHere(document: OpenApiDocument, settings: StageSettings | undefined): OpenApiDocument {
  if (!settings) return document;
  const here = { url: '/', description: `Here: ${settings.stage}, where this page comes from.` };
  // Swagger UI sends examples as they are: the key of the first try would refuse a second one with another body.
  const { example: _example, ...IdempotencyKey } = document.components.parameters.IdempotencyKey;
  const parameters = { ...document.components.parameters, IdempotencyKey };
  return { ...document, servers: [here], components: { ...document.components, parameters } };
}

async function main(): Promise<void> {
  const domNode = document.querySelector('#docs');
  const [openApi, settings] = await Promise.all([
    fetchJson<OpenApiDocument>('openapi.json'),
    fetchJson<StageSettings>('/console.json'),
  ]);
  if (!domNode || !openApi) throw new Error('the page or openapi.json is not there');
  keepControlsNamed(domNode);
  const { client } = settings ?? {};
  const rendered = swaggerUi({
    domNode,
    spec: tryableHere(openApi, settings),
    layout: 'BaseLayout',
    presets: [swaggerUi.presets.apis],
    plugins: [pathsAsText],
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: settings !== undefined,
    supportedSubmitMethods: settings ? ['post'] : [],
    validatorUrl: null,
    onComplete: () => {
      if (!client) return;
      rendered.preauthorizeApiKey(schemes.id, client.id);
      rendered.preauthorizeApiKey(schemes.secret, client.secret);
    },
  });
}

await main();
