import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { homeEnvironment } from '../home.ts';
import { nodePackages } from '../node-packages.ts';
import { pythonEnvironment } from '../python-environment.ts';
import { type ClientDescription, clientPart } from './client-part.ts';
import { goModule } from './go-module.ts';
import { openapiGenerator } from './openapi-generator.ts';
import { nodePins, pythonPins } from './pins.ts';

const here = (...names: string[]) => path.join(import.meta.dirname, ...names);
const withPath = (folder: string) => ({
  ...homeEnvironment,
  PATH: [folder, process.env.PATH].join(path.delimiter),
});

const python = 'Python 3.11 with venv';
const jdk = 'a JDK, 17 or newer';

const typescript: ClientDescription = {
  name: 'client-typescript',
  heading: 'TypeScript',
  tools: [],
  install: async (work) => {
    const packages = await nodePackages('client-typescript', here('typescript'));
    symlinkSync(path.join(packages, 'node_modules'), path.join(work, 'node_modules'));
    return { environment: homeEnvironment, pins: nodePins(here('typescript/package.json')) };
  },
};

const openapiPythonClient: ClientDescription = {
  name: 'client-python',
  heading: 'Python: openapi-python-client',
  tools: [python],
  install: async () => {
    const lock = here('python/requirements.txt');
    return { environment: withPath(await pythonEnvironment('client-python', lock)), pins: pythonPins(lock) };
  },
};

const openapiGeneratorPython: ClientDescription = {
  name: 'client-python-openapi-generator',
  heading: 'Python: openapi-generator',
  tools: [python, jdk, 'Maven'],
  install: async (work, { installation }) => {
    await openapiGenerator(work, installation);
    const lock = here('python-openapi-generator/requirements.txt');
    const programs = await pythonEnvironment('client-python-openapi-generator', lock);
    return { environment: withPath(programs), pins: pythonPins(lock) };
  },
};

const oapiCodegen: ClientDescription = {
  name: 'client-go',
  heading: 'Go: oapi-codegen',
  tools: ['Go 1.26'],
  install: (work) => goModule(work, here('go-oapi-codegen')),
};

const ogen: ClientDescription = {
  name: 'client-go-ogen',
  heading: 'Go: ogen',
  tools: ['Go 1.26'],
  install: (work) => goModule(work, here('go-ogen')),
};

const java: ClientDescription = {
  name: 'client-java',
  heading: 'Java',
  tools: [jdk, 'Maven'],
  install: async (work, { installation }) => ({
    environment: await openapiGenerator(work, installation),
    pins: {},
  }),
};

/** The sections of docs/guides/generated-clients.md. */
export const clientDescriptions = [
  typescript,
  openapiPythonClient,
  openapiGeneratorPython,
  oapiCodegen,
  ogen,
  java,
];

/** A part for each of them. */
export const clientParts = clientDescriptions.map(clientPart);
