import { watchedProviders } from '@kyc-china/providers/providers';
import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Api } from './api.ts';
import { ClientRegistry } from './client-registry.ts';
import { serviceOutputs } from './console-stack.ts';
import { createDataKey } from './data-key.ts';
import { Firewall } from './firewall.ts';
import { LogQueries } from './log-queries.ts';
import { Observability } from './observability.ts';
import { OperatorPolicies } from './operator-policies.ts';
import { ReportSigning } from './report-signing.ts';
import { ReportStorage } from './report-storage.ts';
import { ServiceDashboard } from './service-dashboard.ts';
import type { StageConfiguration } from './stage-configuration.ts';
import { VerificationWorkflow } from './verification-workflow.ts';

/** One stage of the service: everything that it is made of. */
export class KycChinaStack extends Stack {
  constructor(scope: Construct, id: string, stage: StageConfiguration) {
    super(scope, id, {
      description: `KYC China (${stage.name}): verifies mainland-China persons`,
      env: { region: stage.region },
      terminationProtection: stage.retainData,
    });
    const { retainData } = stage;
    const key = createDataKey(this, retainData);
    const storage = new ReportStorage(this, 'ReportStorage', { key, retainData });
    const clients = new ClientRegistry(this, 'ClientRegistry', { key, retainData });
    const signing = new ReportSigning(this, 'ReportSigning', {
      certificate: stage.reportCertificate,
      requesters: stage.certificateRequesters ?? [],
      retainData,
    });
    const workflow = new VerificationWorkflow(this, 'VerificationWorkflow', {
      stage,
      key,
      storage,
      clients,
      signing,
    });
    const api = new Api(this, 'Api', { stage, key, storage, clients, workflow });
    if (stage.firewall)
      new Firewall(this, 'Firewall', { ...stage.firewall, protects: api.restApi.deploymentStage });
    const { topic } = new Observability(this, 'Observability', {
      key,
      stateMachine: workflow.stateMachine,
      stateMachineLog: workflow.log,
      restApi: api.restApi,
      providers: watchedProviders(stage.upstream),
    });
    new LogQueries(this, 'LogQueries', {
      functions: {
        ...api.functions,
        subCheck: workflow.subCheck,
        aggregator: workflow.aggregator,
        webhook: workflow.webhook,
        markFailed: workflow.markFailed,
      },
    });
    new OperatorPolicies(this, 'OperatorPolicies', {
      stage,
      key,
      storage,
      clients,
      stateMachine: workflow.stateMachine,
      topic,
    });
    new ServiceDashboard(this, 'Dashboard', {
      restApi: api.restApi,
      workflow,
      tables: [storage.table, clients.table],
    });

    new CfnOutput(this, 'ApiUrl', { value: api.restApi.url });
    new CfnOutput(this, serviceOutputs.restApiId, { value: api.restApi.restApiId });
    new CfnOutput(this, serviceOutputs.reportsBucketDomainName, {
      value: storage.reportsBucket.bucketRegionalDomainName,
    });
    new CfnOutput(this, 'StateMachineArn', { value: workflow.stateMachine.stateMachineArn });
    new CfnOutput(this, 'ReportsTableName', { value: storage.table.tableName });
    new CfnOutput(this, 'ApplicantKeysTableName', { value: storage.applicantKeys.table.tableName });
    new CfnOutput(this, 'IntakeBucketName', { value: storage.intakeBucket.bucketName });
    new CfnOutput(this, 'ReportsBucketName', { value: storage.reportsBucket.bucketName });
    new CfnOutput(this, 'ReportSigningKeyArn', { value: signing.key.keyArn });
    new CfnOutput(this, 'ClientsTableName', { value: clients.table.tableName });
    new CfnOutput(this, 'TokenKeySecretArn', { value: clients.tokenKeySecret.secretArn });
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
