import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { projectFile } from '../../lib/project-file.ts';

const read = (file: string) => JSON.parse(readFileSync(projectFile('cdk.out', file), 'utf8'));

/** Returns the template that would be deployed. The run's global setup has synthesized every stack. */
export function templateOf(stackName: string): Template {
  return Template.fromJSON(read(`${stackName}.template.json`));
}

/** Whether a stack would be deployed with termination protection. */
export function hasTerminationProtection(stackName: string): boolean {
  return read('manifest.json').artifacts[stackName].properties.terminationProtection === true;
}
