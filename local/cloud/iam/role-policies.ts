import type { CloudAssembly, Resource } from '../cloud-assembly.ts';
import { Policies, type PolicyDocument } from './policy.ts';

/** The inline policies that the template gives to a role, as it grants them. AWS's managed ones are not read. */
export function policiesOfRole(assembly: CloudAssembly, roleArn: string): Policies {
  const role = assembly
    .resourcesOf('AWS::IAM::Role')
    .find((candidate) => assembly.attributeOf(candidate, 'Arn') === roleArn);
  if (!role) throw new Error(`the template has no role ${roleArn}`);
  const name = assembly.refOf(role);
  const isAttached = ({ properties }: Resource) =>
    ((assembly.resolve(properties.Roles) ?? []) as string[]).includes(name);
  const documents = assembly
    .resourcesOf('AWS::IAM::Policy')
    .filter(isAttached)
    .map(({ properties }) => assembly.resolve(properties.PolicyDocument) as PolicyDocument);
  return new Policies(documents);
}
