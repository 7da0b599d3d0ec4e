import type { CloudAssembly, Resource } from '../cloud-assembly.ts';
import { Policies, type PolicyDocument } from './policy.ts';

/** The inline policies that the template attaches to a role or user of this name. */
function attachedTo(assembly: CloudAssembly, list: 'Roles' | 'Users', name: string): Policies {
  const isAttached = ({ properties }: Resource) =>
    ((assembly.resolve(properties[list]) ?? []) as string[]).includes(name);
  const documents = assembly
    .resourcesOf('AWS::IAM::Policy')
    .filter(isAttached)
    .map(({ properties }) => assembly.resolve(properties.PolicyDocument) as PolicyDocument);
  return new Policies(documents);
}

/** The inline policies that the template gives to a role, as it grants them. AWS's managed ones are not read. */
export function policiesOfRole(assembly: CloudAssembly, roleArn: string): Policies {
  const role = assembly
    .resourcesOf('AWS::IAM::Role')
    .find((candidate) => assembly.attributeOf(candidate, 'Arn') === roleArn);
  if (!role) throw new Error(`the template has no role ${roleArn}`);
  return attachedTo(assembly, 'Roles', assembly.refOf(role));
}

/** The inline policies that the template gives to a user. */
export function policiesOfUser(assembly: CloudAssembly, userName: string): Policies {
  return attachedTo(assembly, 'Users', userName);
}

/** A managed policy of the template. @throws Error when the template has none of this name. */
export function managedPolicy(assembly: CloudAssembly, name: string): Policies {
  const policy = assembly
    .resourcesOf('AWS::IAM::ManagedPolicy')
    .find((candidate) => assembly.nameOf(candidate) === name);
  if (!policy) throw new Error(`the template has no managed policy ${name}`);
  return new Policies([assembly.resolve(policy.properties.PolicyDocument) as PolicyDocument]);
}
