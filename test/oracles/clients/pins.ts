import { readFileSync } from 'node:fs';

type Pins = Readonly<Record<string, string>>;

function pinsBy(form: RegExp, file: string): Pins {
  const found = [...readFileSync(file, 'utf8').matchAll(form)];
  return Object.fromEntries(found.map(([, name = '', version = '']) => [name, version]));
}

/** @returns the versions in a requirements file that pip-compile wrote. */
export const pythonPins = (file: string): Pins => pinsBy(/^([\w.-]+)==([\w.]+)/gm, file);

/** @returns the versions in a go.mod, without their `v`. */
export const goPins = (file: string): Pins => pinsBy(/^\s*(?:require )?(\S+) v(\S+)/gm, file);

/** @returns the exact versions that a package.json asks for. */
export function nodePins(file: string): Pins {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'));
  return { ...dependencies, ...devDependencies };
}
