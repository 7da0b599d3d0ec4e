import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Api } from './api.ts';
import { ClientRegistry } from './client-registry.ts';
import { createDataKey } from './data-key.ts';
import { FieldDigestKeys } from './field-digest-keys.ts';
import { Firewall } from './firewall.ts';
import { Observability } from './observability.ts';
import { ReportSigning } from './report-signing.ts';
import { ReportStorage } from './report-storage.ts';
import { ServiceDashboard } from './service-dashboard.ts';
import type { StageConfiguration } from './stage-configuration.ts';
import { VerificationWorkflow } from './verification-workflow.ts';

/** One stage of the service: everything that it is made of. */
export class KycChinaStack extends Stack {
  readonly restApi: RestApi;
  /** Where the PDFs are that reports link to. */
  readonly reportsBucket: Bucket;

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
    const digests = new FieldDigestKeys(this, 'FieldDigestKeys', { retainData });
    const workflow = new VerificationWorkflow(this, 'VerificationWorkflow', {
      stage,
      key,
      storage,
      clients,
      signing,
    });
    const api = new Api(this, 'Api', { stage, key, storage, clients, workflow, digests });
    this.restApi = api.restApi;
    this.reportsBucket = storage.reportsBucket;
    if (stage.firewall)
      new Firewall(this, 'Firewall', { ...stage.firewall, protects: api.restApi.deploymentStage });
    new Observability(this, 'Observability', {
      key,
      stateMachine: workflow.stateMachine,
      stateMachineLog: workflow.log,
      subCheckLog: workflow.subCheck.logGroup,
      restApi: api.restApi,
    });
    new ServiceDashboard(this, 'Dashboard', {
      restApi: api.restApi,
      workflow,
      tables: [storage.table, clients.table],
    });

    new CfnOutput(this, 'ApiUrl', { value: api.restApi.url });
    new CfnOutput(this, 'StateMachineArn', { value: workflow.stateMachine.stateMachineArn });
    new CfnOutput(this, 'ReportsTableName', { value: storage.table.tableName });
    new CfnOutput(this, 'ApplicantKeysTableName', { value: storage.applicantKeys.table.tableName });
    new CfnOutput(this, 'IntakeBucketName', { value: storage.intakeBucket.bucketName });
    new CfnOutput(this, 'ReportsBucketName', { value: storage.reportsBucket.bucketName });
    new CfnOutput(this, 'ReportSigningKeyArn', { value: signing.key.keyArn });
    new CfnOutput(this, 'ClientsTableName', { value: clients.table.tableName });
    new CfnOutput(this, 'TokenKeySecretArn', { value: clients.tokenKeySecret.secretArn });

    Tags.of(this).add('application', 'kyc-china');
    Tags.of(this).add('stage', stage.name);
    Tags.of(this).add('data-classification', 'sensitive-personal-information');
  }
}
