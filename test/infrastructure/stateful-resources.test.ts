import { expect, it } from '@jest/globals';
import { stackNameOf, stages } from '../../lib/stage-configuration.ts';
import { hasTerminationProtection, templateOf } from '../support/synthesized-template.ts';

/** What holds state: replaced, it comes up empty, and what it held is left behind. */
const stateful = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];

/** Those of every version so far. */
const deployed = [
  'ClientRegistryTable30D39677',
  'ClientRegistryTokenKeyBCC8692C',
  'DataKey17AFBB84',
  'ReportStorageApplicantKeysTableCB69E9B5',
  'ReportStorageApplicantKeysWrappingKeyAF390A28',
  'ReportStorageIntakeBucket41169A2D',
  'ReportStorageLinkSignerSecret7E7BE86A',
  'ReportStorageReportsBucket640018B4',
  'ReportStorageTable5FFAF077',
  'VerificationWorkflowUpstreamCredentialsalibabaCE6D86C6',
  'VerificationWorkflowUpstreamCredentialstencent6471540E',
];

const { production } = stages;
const stackName = stackNameOf(production.name);
const template = templateOf(stackName);

// CloudFormation knows a resource by its logical id, which the CDK makes of the construct's path: a construct that
// is renamed or moved is a new, empty resource at the next deployment. When this test fails, keep the path, or give
// the moved resource its former id with overrideLogicalId. A line may be added here for a new resource, never changed.
it('stateful resources keep their logical ids', () => {
  const { Resources } = template.toJSON();
  const ids = Object.keys(Resources).filter((id) => stateful.includes(Resources[id].Type));
  expect(ids).toEqual(expect.arrayContaining(deployed));
});

// CloudFormation keeps what it shall retain even of a deployment that failed and is undone. Under a name of its own, it
// would be in the way of the next try.
it('named resources do not remain when the first deployment fails', () => {
  const { Resources } = template.toJSON();
  const names = ['Name', 'LogGroupName', 'TableName', 'BucketName', 'AliasName', 'RoleName'];
  const left = Object.keys(Resources).filter((id) => {
    const { DeletionPolicy, Properties } = Resources[id];
    return DeletionPolicy === 'Retain' && names.some((name) => name in Properties);
  });
  expect(left).toEqual([]);
});

it("vendor credentials remain when production's stack is deleted", () => {
  const secrets = Object.values(template.findResources('AWS::SecretsManager::Secret'));
  const named = secrets.filter(({ Properties }) => 'Name' in Properties);
  expect(named).toHaveLength(Object.keys(production.upstream.providers).length);
  for (const { DeletionPolicy, UpdateReplacePolicy } of named) {
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(UpdateReplacePolicy).toBe('Retain');
  }
});

it("production's stack has termination protection", () => {
  expect(hasTerminationProtection(stackName)).toBe(true);
  for (const { Properties } of Object.values(template.findResources('AWS::DynamoDB::Table')))
    expect(Properties.DeletionProtectionEnabled).toBe(true);
});
