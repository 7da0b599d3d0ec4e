import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stackNameOf } from '../../../lib/stage-configuration.ts';
import { synthesizedStacks } from '../embedded-stack.ts';
import { templateOf } from '../synthesized-template.ts';
import { dashboardOf } from './body.ts';
import { drawDashboard } from './draw.ts';
import { situations } from './samples.ts';

/** Draws the dashboard of a stage with sample figures, as pages to look at: `npm run dashboard -- <stage> <folder>`. */
const [stage = 'production', folder = 'coverage/dashboard'] = process.argv.slice(2);

await synthesizedStacks();
const widgets = dashboardOf(templateOf(stackNameOf(stage)));
mkdirSync(folder, { recursive: true });
for (const situation of situations) {
  const file = path.join(folder, `${stage}-${situation.name}.html`);
  writeFileSync(file, drawDashboard(widgets, situation));
  process.stdout.write(`${file}\n`);
}
