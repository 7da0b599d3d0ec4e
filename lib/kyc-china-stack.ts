import { calledProviders, watchedProviders } from '@kyc-china/providers/providers';
import { CfnOutput, Lazy, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Api } from './api.ts';
import { ClientRegistry } from './client-registry.ts';
import { serviceOutputs } from './console-stack.ts';
import { createDataKey } from './data-key.ts';
import { FieldDigestKeys } from './field-digest-keys.ts';
import { Firewall } from './firewall.ts';
import { IssuedHashTable } from './issued-hash-table.ts';
import { LogQueries } from './log-queries.ts';
import { Observability } from './observability.ts';
import { OperatorPolicies } from './operator-policies.ts';
import { ReportSigning } from './report-signing.ts';
import { ReportStorage } from './report-storage.ts';
import { ServiceDashboard } from './service-dashboard.ts';
import { environmentOf } from './stack-environment.ts';
import type { StageConfiguration } from './stage-configuration.ts';
import { VerificationWorkflow } from './verification-workflow.ts';

/** One stage of the service: everything that it is made of. */
export class KycChinaStack extends Stack {
  constructor(scope: Construct, id: string, stage: StageConfiguration) {
    super(scope, id, {
      description: `KYC China (${stage.name}): verifies mainland-China persons`,
      env: environmentOf(scope, stage, stage.region),
      terminationProtection: stage.retainData,
    });
    const { retainData } = stage;
    const key = createDataKey(this, retainData);
    const storage = new ReportStorage(this, 'ReportStorage', {
      key,
      retainData,
      restoredTable: stage.restoredTables?.reports,
    });
    const clients = new ClientRegistry(this, 'ClientRegistry', {
      key,
      retainData,
      restoredTable: stage.restoredTables?.clients,
    });
    const signing = new ReportSigning(this, 'ReportSigning', {
      certificate: stage.reportCertificate,
      requesters: stage.certificateRequesters ?? [],
      retainData,
    });
    const digests = new FieldDigestKeys(this, 'FieldDigestKeys', { retainData });
    const issuedHashes = new IssuedHashTable(this, 'IssuedHashes', { key, retainData });
    const workflow = new VerificationWorkflow(this, 'VerificationWorkflow', {
      stage,
      key,
      storage,
      clients,
      signing,
      issuedHashes,
      // The API's id alone: it depends on nothing, and its methods depend on this workflow (docs/adr/0025).
      apiUrl: Lazy.string({ produce: () => api.baseUrl }),
    });
    const api: Api = new Api(this, 'Api', { stage, key, storage, clients, workflow, digests, issuedHashes });
    if (stage.firewall)
      new Firewall(this, 'Firewall', { ...stage.firewall, protects: api.restApi.deploymentStage });
    const { alarms, topic } = new Observability(this, 'Observability', {
      key,
      stateMachine: workflow.stateMachine,
      stateMachineLog: workflow.log,
      restApi: api.restApi,
      providers: watchedProviders(stage.upstream),
    });
    const functions = {
      ...api.functions,
      subCheck: workflow.subCheck,
      aggregator: workflow.aggregator,
      webhook: workflow.webhook,
      markFailed: workflow.markFailed,
    };
    new LogQueries(this, 'LogQueries', { functions });
    new OperatorPolicies(this, 'OperatorPolicies', {
      stage,
      key,
      storage,
      issuedHashes,
      clients,
      stateMachine: workflow.stateMachine,
      topic,
    });
    new ServiceDashboard(this, 'Dashboard', {
      restApi: api.restApi,
      workflow,
      functions,
      tables: { reports: storage.table, keys: storage.applicantKeys.table, clients: clients.table },
      alarms,
      providers: calledProviders(stage.upstream),
    });

    new CfnOutput(this, 'ApiUrl', { value: api.restApi.url });
    new CfnOutput(this, serviceOutputs.restApiId, { value: api.restApi.restApiId });
    new CfnOutput(this, serviceOutputs.reportsBucketDomainName, {
      value: storage.reportsBucket.bucketRegionalDomainName,
    });
    new CfnOutput(this, 'StateMachineArn', { value: workflow.stateMachine.stateMachineArn });
    new CfnOutput(this, 'ReportsTableName', { value: storage.table.tableName });
    new CfnOutput(this, 'ApplicantKeysTableName', { value: storage.applicantKeys.table.tableName });
    new CfnOutput(this, 'IssuedHashesTableName', { value: issuedHashes.table.tableName });
    new CfnOutput(this, 'IntakeBucketName', { value: storage.intakeBucket.bucketName });
    new CfnOutput(this, 'ReportsBucketName', { value: storage.reportsBucket.bucketName });
    new CfnOutput(this, 'ReportSigningKeyArn', { value: signing.key.keyArn });
    new CfnOutput(this, 'ClientsTableName', { value: clients.table.tableName });
    new CfnOutput(this, 'TokenKeySecretArn', { value: clients.tokenKeySecret.secretArn });
    new CfnOutput(this, 'DataKeyArn', { value: key.keyArn });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });
    new CfnOutput(this, 'DashboardUrl', { value: dashboardUrlOf(this) });

    Tags.of(this).add('application', 'kyc-china');
    Tags.of(this).add('stage', stage.name);
    Tags.of(this).add('data-classification', 'sensitive-personal-information');
  }
}

/** The page of the stack's dashboard, which has the stack's name, in the AWS console. */
function dashboardUrlOf({ region, stackName }: Stack): string {
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${stackName}`;
}
