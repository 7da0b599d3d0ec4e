import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { KycChinaStack } from '../lib/kyc-china-stack.ts';
import { stackNameOf, stages } from '../lib/stage-configuration.ts';

const app = new App();
for (const stage of Object.values(stages)) new KycChinaStack(app, stackNameOf(stage.name), stage);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
