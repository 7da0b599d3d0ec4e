import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { homeEnvironment } from '../home.ts';
import type { Generator } from './client-part.ts';
import { goPins } from './pins.ts';

/**
 * Makes a module of the work folder, with the generator among its tools. Go downloads what go.mod and go.sum pin when
 * it is first used.
 */
export async function goModule(work: string, source: string): Promise<Generator> {
  for (const file of ['go.mod', 'go.sum']) copyFileSync(path.join(source, file), path.join(work, file));
  return { environment: homeEnvironment, pins: goPins(path.join(source, 'go.mod')) };
}
